import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { Notice, Problem } from "@/components/ui/Notice";
import { useChanges } from "@/features/library/changing";
import { ItemFields } from "@/features/library/ItemFields";
import { ItemPreview } from "@/features/library/ItemPreview";
import { type Draft, draftOf, editOf, emptyDraft, missingOf, newItemOf } from "@/features/library/itemDraft";
import { type Deck, type Item, skillsQuery } from "@/features/library/queries";
import { answer, api } from "@/lib/api";
import { ApiError } from "@/lib/errors";
import styles from "./ItemDialog.module.css";

type ItemDialogProps = {
  readonly deck: Deck;
  /** The one to be changed; left out for a new one. */
  readonly item?: Item;
  readonly onClose: () => void;
};

/** Writes an item, or a new version of one, beside the way it will be asked. */
export function ItemDialog({ deck, item, onClose }: ItemDialogProps) {
  const { t } = useTranslation(["library", "common"]);
  const changes = useChanges();
  const formId = useId();
  const { data: skills = [] } = useQuery(skillsQuery(deck.subject_id));
  const [draft, setDraft] = useState(() => (item ? draftOf(item) : emptyDraft()));
  const [isTouched, setTouched] = useState(false);
  const change = (next: Draft) => {
    setDraft(next);
    setTouched(true);
  };
  const [version, setVersion] = useState(item?.version ?? 0);
  const [isTried, setTried] = useState(false);
  const missing = missingOf(draft);
  const save = useMutation({
    mutationFn: () =>
      item ? changes.editItem(item.id, editOf(draft, version)) : changes.addItem(deck.id, newItemOf(draft)),
    onSuccess: () => {
      announce(t(item ? "write.changed" : "write.added"));
      onClose();
    },
  });
  const form = useRef<HTMLFormElement>(null);
  const submit = () => {
    setTried(true);
    if (Object.keys(missing).length === 0 && !save.isPending) save.mutate();
    // Once the errors stand there, to the first.
    else requestAnimationFrame(() => firstWrong(form.current)?.focus());
  };
  const take = (newest: Item, isMine: boolean) => {
    setVersion(newest.version);
    if (!isMine) setDraft(draftOf(newest));
    save.reset();
  };
  const isChanged = save.error instanceof ApiError && save.error.code === "ITEM_CHANGED";
  return (
    <Dialog
      actions={
        <>
          <Button onClick={onClose}>{t("common:cancel")}</Button>
          <Button busy={save.isPending} form={formId} look="primary" type="submit">
            {t("common:save")}
          </Button>
        </>
      }
      isOpen
      isUnsaved={isTouched && !save.isSuccess}
      onClose={onClose}
      size="wide"
      title={t(item ? "write.editTitle" : "write.title")}
    >
      <div className={styles.sides}>
        <form
          className={styles.form}
          id={formId}
          noValidate
          ref={form}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <ItemFields
            draft={draft}
            isNew={item === undefined}
            missing={isTried ? missing : {}}
            onChange={change}
            skills={skills}
          />
          {save.isError && item && isChanged ? <Changed item={item} onTaken={take} /> : null}
          {save.isError && !isChanged ? <Problem error={save.error} /> : null}
        </form>
        <ItemPreview draft={draft} />
      </div>
    </Dialog>
  );
}

/** What has to be put right first. */
function firstWrong(form: HTMLFormElement | null): HTMLElement | null | undefined {
  return form?.querySelector<HTMLElement>("[aria-invalid=true], fieldset[aria-describedby$=error] input");
}

type ChangedProps = {
  readonly item: Item;
  readonly onTaken: (newest: Item, isMine: boolean) => void;
};

/** Another version was made meanwhile: which one is to stand? */
function Changed({ item, onTaken }: ChangedProps) {
  const { t } = useTranslation("library");
  const newest = useMutation({
    mutationFn: (_: boolean) =>
      answer(api.GET("/api/v1/items/{item_id}", { params: { path: { item_id: item.id } } })),
    onSuccess: (found, isMine) => onTaken(found, isMine),
  });
  return (
    <Notice
      actions={
        <>
          <Button onClick={() => newest.mutate(false)}>{t("write.takeTheirs")}</Button>
          <Button onClick={() => newest.mutate(true)}>{t("write.keepMine")}</Button>
        </>
      }
      role="alert"
      title={t("write.conflict")}
    >
      <p>{t("write.conflictText")}</p>
      {newest.isError ? <Problem error={newest.error} /> : null}
    </Notice>
  );
}
