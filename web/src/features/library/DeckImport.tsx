import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { UploadIcon } from "@/components/ui/icons";
import { Notice, Problem } from "@/components/ui/Notice";
import { useChanges } from "@/features/library/changing";
import type { Schemas } from "@/lib/api";
import styles from "./Library.module.css";

const TAKEN = ".csv,.tsv,.txt,.apkg";
// Whoever has more refused rows has a table to put right, and sees in these what is wrong with it.
const MOST_SHOWN = 20;

/** Brings a deck in from a file, and says what became of it. */
export function DeckImport({ subjectId }: { readonly subjectId: string }) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const input = useRef<HTMLInputElement>(null);
  const bringing = useMutation({ mutationFn: (file: File) => changes.importDeck(subjectId, file) });
  return (
    <>
      <div className={styles.actions}>
        <Button busy={bringing.isPending} look="quiet" onClick={() => input.current?.click()}>
          <UploadIcon />
          {t("deck.import.action")}
        </Button>
      </div>
      <input
        accept={TAKEN}
        aria-label={t("deck.import.file")}
        hidden
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // The same file can be chosen again, once it was put right.
          currentTarget.value = "";
          if (file) bringing.mutate(file);
        }}
        ref={input}
        type="file"
      />
      {bringing.isError ? <Problem error={bringing.error} /> : null}
      {bringing.data ? <Imported of={bringing.data} /> : null}
    </>
  );
}

function Imported({ of }: { readonly of: Schemas["ImportedView"] }) {
  const { t } = useTranslation("library");
  const more = of.refused.length - MOST_SHOWN;
  return (
    <Notice
      role="status"
      title={t("deck.import.made", { count: of.made })}
      tone={of.refused.length > 0 ? "attention" : "good"}
    >
      {of.known > 0 ? <p>{t("deck.import.known", { count: of.known })}</p> : null}
      {of.reviews_not_taken > 0 ? <p>{t("deck.import.reviews")}</p> : null}
      {of.refused.length > 0 ? (
        <ul>
          {of.refused.slice(0, MOST_SHOWN).map(({ row, reason }) => (
            <li key={row}>{t("deck.import.row", { row, reason })}</li>
          ))}
          {more > 0 ? <li>{t("deck.import.more", { count: more })}</li> : null}
        </ul>
      ) : null}
      {of.deck_id === null ? null : (
        <Link params={{ deckId: of.deck_id }} to="/decks/$deckId">
          {t("deck.import.open")}
        </Link>
      )}
    </Notice>
  );
}
