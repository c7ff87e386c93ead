import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { ShowMore } from "@/components/ui/ShowMore";
import { Skeleton } from "@/components/ui/Skeleton";
import { ItemCard } from "@/features/library/ItemCard";
import { itemsQuery } from "@/features/library/queries";
import styles from "./Items.module.css";

/** The items of a deck, to look through. */
export function ItemList({ deckId }: { readonly deckId: string }) {
  const { t } = useTranslation("library");
  const items = useInfiniteQuery(itemsQuery(deckId));
  const list = useRef<HTMLUListElement>(null);
  if (items.isError) return <Problem error={items.error} onRetry={() => void items.refetch()} />;
  if (items.data === undefined) return <Skeleton lines={6} />;
  if (items.data.length === 0) return <p className={styles.soft}>{t("item.none")}</p>;
  return (
    <>
      <ul className={styles.list} ref={list} role="list">
        {items.data.map((item) => (
          <ItemCard item={item} key={item.id} />
        ))}
      </ul>
      <ShowMore
        isLoading={items.isFetchingNextPage}
        isThere={items.hasNextPage}
        list={list}
        onMore={() => void items.fetchNextPage()}
      />
    </>
  );
}
