import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { LibraryIcon, SearchIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { documentsQuery } from "@/features/documents/queries";
import { UploadList } from "@/features/documents/UploadList";
import { UploadPanel } from "@/features/documents/UploadPanel";
import { useUploads } from "@/features/documents/uploads";
import { DocumentList } from "@/features/library/DocumentList";
import { subjectsQuery } from "@/features/library/queries";
import { SubjectCard } from "@/features/library/SubjectCard";
import { TargetFields, useTarget } from "@/features/library/target";
import { byId, documentStandingsQuery, subjectStandingsQuery } from "@/lib/learner";
import styles from "./Library.module.css";

/** Everything a person reads: documents come in here, and stand here by subject. */
export function LibraryPage() {
  const { t } = useTranslation("library");
  const target = useTarget();
  return (
    <Page
      actions={
        <ButtonLink to="/search">
          <SearchIcon />
          {t("search")}
        </ButtonLink>
      }
      lead={t("lead")}
      title={t("title")}
    >
      <UploadPanel isPrimary subjectFor={target.subjectFor}>
        <TargetFields target={target} />
        <UploadList />
      </UploadPanel>
      <Shelves />
    </Page>
  );
}

function Shelves() {
  const { t } = useTranslation("library");
  const [subjects, documents] = [useQuery(subjectsQuery), useQuery(documentsQuery())];
  const { data: subjectStandings } = useQuery({ ...subjectStandingsQuery, select: byId });
  const { data: documentStandings } = useQuery({ ...documentStandingsQuery, select: byId });
  const sentHere = new Set(useUploads().map(({ sent }) => sent?.document_id));
  if (subjects.isError || documents.isError) {
    const again = () => void Promise.all([subjects.refetch(), documents.refetch()]);
    return <Problem error={subjects.error ?? documents.error} onRetry={again} />;
  }
  if (subjects.isPending || documents.isPending) return <Skeleton lines={6} />;
  if (subjects.data.length === 0 && documents.data.length === 0) {
    return (
      <EmptyState picture={<LibraryIcon className={styles.picture} />} title={t("empty.title")}>
        <p>{t("empty.text")}</p>
      </EmptyState>
    );
  }
  const withoutSubject = documents.data.filter(
    ({ id, subject_id }) => subject_id === null && !sentHere.has(id),
  );
  return (
    <>
      {withoutSubject.length > 0 ? (
        <Section title={t("comingIn")}>
          <DocumentList documents={withoutSubject} standings={documentStandings ?? {}} />
        </Section>
      ) : null}
      {subjects.data.length > 0 ? (
        <Section title={t("subjects")}>
          <ul className={styles.subjects} role="list">
            {subjects.data.map((subject) => (
              <SubjectCard
                documents={documents.data.filter(({ subject_id }) => subject_id === subject.id)}
                key={subject.id}
                standing={subjectStandings?.[subject.id]}
                standings={documentStandings ?? {}}
                subject={subject}
              />
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}
