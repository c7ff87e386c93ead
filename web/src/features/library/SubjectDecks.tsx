import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { CardsIcon, PlusIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { TitleDialog } from "@/components/ui/TitleDialog";
import { useChanges } from "@/features/library/changing";
import { DeckImport } from "@/features/library/DeckImport";
import { decksQuery } from "@/features/library/queries";
import styles from "./Library.module.css";

/** The decks of a subject: one of each document, and those made by hand. */
export function SubjectDecks({ subjectId }: { readonly subjectId: string }) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const navigate = useNavigate();
  const decks = useQuery(decksQuery({ subject_id: subjectId }));
  const [isAdding, add] = useState(false);
  const make = async (title: string) => {
    const deck = await changes.addDeck(subjectId, title);
    await navigate({ to: "/decks/$deckId", params: { deckId: deck.id } });
  };
  return (
    <Section
      actions={
        <Button onClick={() => add(true)}>
          <PlusIcon />
          {t("deck.add")}
        </Button>
      }
      title={t("decks")}
    >
      {decks.isError ? <Problem error={decks.error} onRetry={() => void decks.refetch()} /> : null}
      {decks.isPending ? <Skeleton /> : null}
      {decks.data?.length === 0 ? <p className={styles.soft}>{t("deck.none")}</p> : null}
      <ul className={styles.documents} role="list">
        {decks.data?.map((deck) => (
          <li className={styles.document} key={deck.id}>
            <CardsIcon />
            <Link className={styles.documentTitle} params={{ deckId: deck.id }} to="/decks/$deckId">
              {deck.title}
            </Link>
            <p className={styles.soft}>{t("skill.items", { count: deck.items })}</p>
          </li>
        ))}
      </ul>
      <DeckImport subjectId={subjectId} />
      <TitleDialog
        heading={t("deck.add")}
        hint={t("deck.addHint")}
        isOpen={isAdding}
        label={t("name")}
        onClose={() => add(false)}
        onSave={make}
      />
    </Section>
  );
}
