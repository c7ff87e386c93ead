import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { HowFar } from "@/components/ui/HowFar";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { documentsQuery } from "@/features/documents/queries";
import { UploadList } from "@/features/documents/UploadList";
import { UploadPanel } from "@/features/documents/UploadPanel";
import { useChanges } from "@/features/library/changing";
import { DocumentList } from "@/features/library/DocumentList";
import { Keeping } from "@/features/library/Keeping";
import { type Subject, subjectQuery } from "@/features/library/queries";
import { SubjectDecks } from "@/features/library/SubjectDecks";
import { SubjectSkills } from "@/features/library/SubjectSkills";
import { byId, documentStandingsQuery, subjectStandingsQuery } from "@/lib/learner";
import { leaveIfMissing } from "@/lib/missing";

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
      <div>
        <ButtonLink look="quiet" params={{ subjectId: subject.id }} to="/subjects/$subjectId/statistics">
          {t("statistics")}
        </ButtonLink>
      </div>
      <KeepSubject subject={subject} />
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

function KeepSubject({ subject }: { readonly subject: Subject }) {
  const { t } = useTranslation("library");
  const changes = useChanges();
  const navigate = useNavigate();
  const archive = async () => {
    await changes.archiveSubject(subject.id);
    await navigate({ to: "/library" });
  };
  return (
    <Keeping
      archiving={{
        what: t("archiveSubject"),
        done: t("archivedSubject", { title: subject.title }),
        onConfirm: archive,
      }}
      renaming={{ heading: t("renameSubject"), onSave: (title) => changes.renameSubject(subject.id, title) }}
      title={subject.title}
    />
  );
}
