import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button, ButtonLink } from "@/components/ui/Button";
import { HowFar } from "@/components/ui/HowFar";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { documentsQuery } from "@/features/documents/queries";
import { UploadList } from "@/features/documents/UploadList";
import { UploadPanel } from "@/features/documents/UploadPanel";
import { ConfirmDialog } from "@/features/library/ConfirmDialog";
import { useChanges } from "@/features/library/changing";
import { DocumentList } from "@/features/library/DocumentList";
import { type Subject, subjectQuery } from "@/features/library/queries";
import { SubjectDecks } from "@/features/library/SubjectDecks";
import { SubjectSkills } from "@/features/library/SubjectSkills";
import { TitleDialog } from "@/features/library/TitleDialog";
import { byId, documentStandingsQuery, subjectStandingsQuery } from "@/lib/learner";
import { leaveIfMissing } from "@/lib/missing";
import styles from "./Library.module.css";

const route = getRouteApi("/signed-in/subjects/$subjectId");

/** A subject: its skills, its documents and decks, and what can be practised of it. */
export function SubjectPage() {
  const { t } = useTranslation("library");
  const { subjectId } = route.useParams();
  const { data: subject, error, refetch } = useQuery(subjectQuery(subjectId));
  leaveIfMissing(subject ? null : error);
  if (subject) return <OneSubject key={subject.id} subject={subject} />;
  return (
    <Page title={t("subject")}>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />}
    </Page>
  );
}

function OneSubject({ subject }: { readonly subject: Subject }) {
  const { t } = useTranslation("library");
  const { data: standings } = useQuery({ ...subjectStandingsQuery, select: byId });
  const standing = standings?.[subject.id];
  const hasSkills = standing !== undefined && standing.skills > 0;
  const isNew = hasSkills && standing.activity.attempts === 0;
  return (
    <Page
      above={<Link to="/library">{t("title")}</Link>}
      actions={
        hasSkills ? (
          <>
            {isNew ? (
              <ButtonLink search={{ subject: subject.id, kind: "placement" }} to="/practise">
                {t("placement")}
              </ButtonLink>
            ) : (
              <ButtonLink search={{ subject: subject.id, kind: "review" }} to="/practise">
                {t("review")}
              </ButtonLink>
            )}
            <ButtonLink look="primary" search={{ subject: subject.id }} to="/practise">
              {t("practise")}
            </ButtonLink>
          </>
        ) : null
      }
      title={subject.title}
    >
      {standing ? <HowFar of={standing} /> : null}
      <SubjectSkills subjectId={subject.id} />
      <SubjectDocuments subjectId={subject.id} />
      <SubjectDecks subjectId={subject.id} />
      <Keeping subject={subject} />
    </Page>
  );
}

function SubjectDocuments({ subjectId }: { readonly subjectId: string }) {
  const { t } = useTranslation("library");
  const documents = useQuery(documentsQuery(subjectId));
  const { data: standings = {} } = useQuery({ ...documentStandingsQuery, select: byId });
  return (
    <Section title={t("documents")}>
      {documents.isError ? (
        <Problem error={documents.error} onRetry={() => void documents.refetch()} />
      ) : null}
      {documents.isPending ? <Skeleton /> : null}
      {documents.data ? <DocumentList documents={documents.data} standings={standings} /> : null}
      <UploadPanel subjectFor={() => Promise.resolve(subjectId)}>
        <UploadList />
      </UploadPanel>
    </Section>
  );
}

/** Its name, and putting it away. */
function Keeping({ subject }: { readonly subject: Subject }) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const navigate = useNavigate();
  const [open, setOpen] = useState<"rename" | "archive">();
  const close = () => setOpen(undefined);
  const archive = async () => {
    await changes.archiveSubject(subject.id);
    announce(t("archivedSubject", { title: subject.title }));
    await navigate({ to: "/library" });
  };
  return (
    <div className={styles.actions}>
      <Button look="quiet" onClick={() => setOpen("rename")}>
        {t("rename")}
      </Button>
      <Button look="quiet" onClick={() => setOpen("archive")}>
        {t("archive")}
      </Button>
      <TitleDialog
        heading={t("renameSubject")}
        initial={subject.title}
        isOpen={open === "rename"}
        label={t("name")}
        onClose={close}
        onSave={(title) => changes.renameSubject(subject.id, title)}
      />
      <ConfirmDialog
        confirm={t("archiveConfirm")}
        isOpen={open === "archive"}
        onClose={close}
        onConfirm={archive}
        title={t("archiveTitle", { title: subject.title })}
      >
        <p>{t("archiveSubject")}</p>
      </ConfirmDialog>
    </div>
  );
}
