import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button, ButtonLink } from "@/components/ui/Button";
import { PlusIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { ConfirmDialog } from "@/features/library/ConfirmDialog";
import { useChanges } from "@/features/library/changing";
import { DeckItems } from "@/features/library/DeckItems";
import { ItemDialog } from "@/features/library/ItemDialog";
import { type Deck, deckQuery, subjectQuery } from "@/features/library/queries";
import { TitleDialog } from "@/features/library/TitleDialog";
import { leaveIfMissing } from "@/lib/missing";
import styles from "./Library.module.css";

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
      <Keeping deck={deck} />
      {isWriting ? <ItemDialog deck={deck} onClose={() => write(false)} /> : null}
    </Page>
  );
}

/** Its name, and putting it away; one that came of a document goes with it. */
function Keeping({ deck }: { readonly deck: Deck }) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const navigate = useNavigate();
  const [open, setOpen] = useState<"rename" | "archive">();
  const close = () => setOpen(undefined);
  const archive = async () => {
    await changes.archiveDeck(deck.id);
    announce(t("deck.archived", { title: deck.title }));
    await navigate({ to: "/subjects/$subjectId", params: { subjectId: deck.subject_id } });
  };
  return (
    <div className={styles.actions}>
      <Button look="quiet" onClick={() => setOpen("rename")}>
        {t("rename")}
      </Button>
      {deck.document_id === null ? (
        <Button look="quiet" onClick={() => setOpen("archive")}>
          {t("archive")}
        </Button>
      ) : (
        <ButtonLink look="quiet" params={{ documentId: deck.document_id }} to="/documents/$documentId">
          {t("deck.document")}
        </ButtonLink>
      )}
      <TitleDialog
        heading={t("deck.rename")}
        initial={deck.title}
        isOpen={open === "rename"}
        label={t("name")}
        onClose={close}
        onSave={(title) => changes.renameDeck(deck.id, title)}
      />
      <ConfirmDialog
        confirm={t("archiveConfirm")}
        isOpen={open === "archive"}
        onClose={close}
        onConfirm={archive}
        title={t("archiveTitle", { title: deck.title })}
      >
        <p>{t("deck.archiveWhat")}</p>
      </ConfirmDialog>
    </div>
  );
}
