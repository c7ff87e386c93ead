import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { SelectField, TextField } from "@/components/ui/Field";
import { Notice, Problem } from "@/components/ui/Notice";
import { ShowMore } from "@/components/ui/ShowMore";
import { Skeleton } from "@/components/ui/Skeleton";
import { useChanges } from "@/features/library/changing";
import { ItemCard } from "@/features/library/ItemCard";
import { ItemDialog } from "@/features/library/ItemDialog";
import { EVERYTHING, type Filter, fits, isOn, TYPES } from "@/features/library/itemFilter";
import { type Deck, type Item, itemsQuery } from "@/features/library/queries";
import styles from "./Items.module.css";

/** The items of a deck: filtered, put right, put away and taken back. */
export function DeckItems({ deck }: { readonly deck: Deck }) {
  const { t } = useTranslation("library");
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const [edited, edit] = useState<Item>();
  const [archived, setArchived] = useState<readonly Item[]>([]);
  const items = useInfiniteQuery(itemsQuery(deck.id));
  const list = useRef<HTMLUListElement>(null);
  const { hasNextPage, isFetching, fetchNextPage } = items;
  const isFiltered = isOn(filter);
  useEffect(() => {
    // What is looked for may stand on any page.
    if (isFiltered && hasNextPage && !isFetching) void fetchNextPage();
  }, [isFiltered, hasNextPage, isFetching, fetchNextPage]);
  if (items.isError) return <Problem error={items.error} onRetry={() => void items.refetch()} />;
  if (items.data === undefined) return <Skeleton lines={8} />;
  const here = new Set(items.data.map(({ id }) => id));
  const shown = items.data.filter((item) => fits(item, filter));
  return (
    <>
      {/* What was taken back among all that is archived is here again. */}
      {archived
        .filter(({ id }) => !here.has(id))
        .map((item) => (
          <Archived
            item={item}
            key={item.id}
            onRestored={() => {
              setArchived(archived.filter(({ id }) => id !== item.id));
              list.current?.focus();
            }}
          />
        ))}
      {items.data.length === 0 ? (
        <EmptyState title={t("item.none")}>
          <p>{t("deck.emptyText")}</p>
        </EmptyState>
      ) : (
        <Filters filter={filter} onChange={setFilter} />
      )}
      <p className={isFiltered ? styles.soft : "unseen"} role="status">
        {isFiltered && !hasNextPage ? t("filter.found", { count: shown.length }) : ""}
      </p>
      <ul className={styles.list} ref={list} role="list" tabIndex={-1}>
        {shown.map((item) => (
          <ItemCard
            actions={
              <ItemActions
                item={item}
                onArchived={() => setArchived([item, ...archived])}
                onEdit={() => edit(item)}
              />
            }
            item={item}
            key={item.id}
          />
        ))}
      </ul>
      <ShowMore
        isLoading={items.isFetchingNextPage}
        isThere={hasNextPage}
        list={list}
        onMore={() => void fetchNextPage()}
      />
      {edited ? <ItemDialog deck={deck} item={edited} onClose={() => edit(undefined)} /> : null}
    </>
  );
}

type FiltersProps = { readonly filter: Filter; readonly onChange: (filter: Filter) => void };

function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation("library");
  return (
    <div className={styles.filters}>
      <TextField
        label={t("filter.text")}
        onChange={({ target }) => onChange({ ...filter, text: target.value })}
        type="search"
        value={filter.text}
      />
      <SelectField
        label={t("filter.type")}
        onChange={({ target }) => onChange({ ...filter, type: target.value as Filter["type"] })}
        value={filter.type}
      >
        <option value="">{t("filter.all")}</option>
        {TYPES.map((type) => (
          <option key={type} value={type}>
            {t(`type.${type}`)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

type ItemActionsProps = {
  readonly item: Item;
  readonly onEdit: () => void;
  readonly onArchived: () => void;
};

function ItemActions({ item, onEdit, onArchived }: ItemActionsProps) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const archive = useMutation({ mutationFn: () => changes.archiveItem(item.id), onSuccess: onArchived });
  return (
    <>
      {item.withheld ? null : (
        <Button aria-label={t("item.editOf", { stem: item.stem })} look="quiet" onClick={onEdit}>
          {t("item.edit")}
        </Button>
      )}
      <Button
        aria-label={t("item.archiveOf", { stem: item.stem })}
        busy={archive.isPending}
        look="quiet"
        onClick={() => archive.mutate()}
      >
        {t("archive")}
      </Button>
      {archive.isError ? <Problem error={archive.error} /> : null}
    </>
  );
}

/** An item that was just put away, with the way back. */
function Archived({ item, onRestored }: { readonly item: Item; readonly onRestored: () => void }) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const back = useRef<HTMLButtonElement>(null);
  // The button that was pressed went away with the item.
  useEffect(() => back.current?.focus(), []);
  const restore = useMutation({
    mutationFn: () => changes.restoreItem(item.id),
    onSuccess: () => {
      announce(t("item.restored"));
      onRestored();
    },
  });
  return (
    <Notice
      actions={
        <Button busy={restore.isPending} ref={back} onClick={() => restore.mutate()}>
          {t("item.restore")}
        </Button>
      }
      role="status"
      title={t("item.archived")}
      tone="good"
    >
      <p>{item.stem}</p>
      {restore.isError ? <Problem error={restore.error} /> : null}
    </Notice>
  );
}
