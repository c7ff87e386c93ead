import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/ui/Button";
import { PlusIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { ArchivedItems } from "@/features/library/ArchivedItems";
import { useChanges } from "@/features/library/changing";
import { DeckExport } from "@/features/library/DeckExport";
import { DeckItems } from "@/features/library/DeckItems";
import { ItemDialog } from "@/features/library/ItemDialog";
import { Keeping } from "@/features/library/Keeping";
import { type Deck, deckQuery, subjectQuery } from "@/features/library/queries";
import { leaveIfMissing } from "@/lib/missing";

const route = getRouteApi("/signed-in/decks/$deckId");

/** A deck: its items, to be read, written, put right and put away. */
export function DeckPage() {
  const { t } = useTranslation("library");
  const { deckId } = route.useParams();
  const { data: deck, error, refetch } = useQuery(deckQuery(deckId));
  leaveIfMissing(deck ? null : error);
  if (deck) return <OneDeck deck={deck} key={deck.id} />;
  return (
    <Page title={t("deck.one")}>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />}
    </Page>
  );
}

function OneDeck({ deck }: { readonly deck: Deck }) {
  const { t } = useTranslation("library");
  const { data: subject } = useQuery(subjectQuery(deck.subject_id));
  const [isWriting, write] = useState(false);
  return (
    <Page
      above={
        <Link params={{ subjectId: deck.subject_id }} to="/subjects/$subjectId">
          {subject?.title ?? t("subject")}
        </Link>
      }
      actions={
        <>
          <Button onClick={() => write(true)}>
            <PlusIcon />
            {t("write.action")}
          </Button>
          {deck.items > 0 ? (
            <ButtonLink look="primary" search={{ deck: deck.id }} to="/practise">
              {t("practise")}
            </ButtonLink>
          ) : null}
        </>
      }
      lead={t("skill.items", { count: deck.items })}
      title={deck.title}
    >
      <DeckItems deck={deck} />
      <ArchivedItems deckId={deck.id} />
      <KeepDeck deck={deck} />
      {isWriting ? <ItemDialog deck={deck} onClose={() => write(false)} /> : null}
    </Page>
  );
}

/** Its name, and putting it away; one that came of a document goes with it. */
function KeepDeck({ deck }: { readonly deck: Deck }) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const navigate = useNavigate();
  const archive = async () => {
    await changes.archiveDeck(deck.id);
    await navigate({ to: "/subjects/$subjectId", params: { subjectId: deck.subject_id } });
  };
  const archiving = {
    what: t("deck.archiveWhat"),
    done: t("deck.archived", { title: deck.title }),
    onConfirm: archive,
  };
  return (
    <Keeping
      archiving={deck.document_id === null ? archiving : undefined}
      renaming={{ heading: t("deck.rename"), onSave: (title) => changes.renameDeck(deck.id, title) }}
      title={deck.title}
    >
      {deck.document_id === null ? null : (
        <ButtonLink look="quiet" params={{ documentId: deck.document_id }} to="/documents/$documentId">
          {t("deck.document")}
        </ButtonLink>
      )}
      {deck.items > 0 ? <DeckExport deck={deck} /> : null}
    </Keeping>
  );
}
