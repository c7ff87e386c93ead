import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Details } from "@/components/ui/Details";
import { Problem } from "@/components/ui/Notice";
import { ShowMore } from "@/components/ui/ShowMore";
import { Skeleton } from "@/components/ui/Skeleton";
import { useChanges } from "@/features/library/changing";
import { ItemCard } from "@/features/library/ItemCard";
import { type Item, itemsQuery } from "@/features/library/queries";
import styles from "./Items.module.css";

/** The items of a deck that are asked no more, and the way back for each; fetched when somebody looks. */
export function ArchivedItems({ deckId }: { readonly deckId: string }) {
  const { t } = useTranslation("library");
  const [isOpen, setOpen] = useState(false);
  return (
    <Details onToggle={setOpen} summary={t("item.allArchived")}>
      {isOpen ? <Listed deckId={deckId} /> : null}
    </Details>
  );
}

function Listed({ deckId }: { readonly deckId: string }) {
  const { t } = useTranslation("library");
  const items = useInfiniteQuery(itemsQuery(deckId, "archived"));
  const list = useRef<HTMLUListElement>(null);
  if (items.isError) return <Problem error={items.error} onRetry={() => void items.refetch()} />;
  if (items.data === undefined) return <Skeleton lines={3} />;
  return (
    <>
      {items.data.length === 0 ? <p className={styles.soft}>{t("item.noneArchived")}</p> : null}
      <ul aria-label={t("item.allArchived")} className={styles.list} ref={list} role="list" tabIndex={-1}>
        {items.data.map((item) => (
          <ItemCard
            actions={<Restore item={item} onRestored={() => list.current?.focus()} />}
            item={item}
            key={item.id}
          />
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

function Restore({ item, onRestored }: { readonly item: Item; readonly onRestored: () => void }) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const restore = useMutation({
    mutationFn: () => changes.restoreItem(item.id),
    onSuccess: () => {
      announce(t("item.restored"));
      onRestored();
    },
  });
  return (
    <>
      <Button
        aria-label={t("item.restoreOf", { stem: item.stem })}
        busy={restore.isPending}
        look="quiet"
        onClick={() => restore.mutate()}
      >
        {t("item.restore")}
      </Button>
      {restore.isError ? <Problem error={restore.error} /> : null}
    </>
  );
}
