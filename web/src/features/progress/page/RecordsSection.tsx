import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { Story } from "@/features/progress/page/Story";
import type { Schemas } from "@/lib/api";
import { documentStandingsQuery, subjectStandingsQuery } from "@/lib/learner";
import styles from "./Records.module.css";

type Record = Schemas["RecordView"];

/** How far each subject has come, and each of its documents. */
export function RecordsSection() {
  const { t } = useTranslation("progress");
  const [subjects, documents] = [useQuery(subjectStandingsQuery), useQuery(documentStandingsQuery)];
  const failed = [subjects, documents].find((query) => query.isError && !query.data);
  return (
    <div id="records">
      <Section lead={t("records.lead")} title={t("records.title")}>
        {subjects.isPending || documents.isPending ? <Skeleton lines={4} /> : null}
        {failed ? <Problem error={failed.error} onRetry={() => void failed.refetch()} /> : null}
        {subjects.data && documents.data
          ? subjects.data.map((subject) => (
              <Subject
                documents={documents.data.filter((each) => each.subject_id === subject.id)}
                key={subject.id}
                subject={subject}
              />
            ))
          : null}
      </Section>
    </div>
  );
}

function Subject({
  subject,
  documents,
}: {
  readonly subject: Record;
  readonly documents: readonly Record[];
}) {
  return (
    <article className={styles.subject}>
      <h3>
        <Link className={styles.title} params={{ subjectId: subject.id }} to="/subjects/$subjectId">
          {subject.title}
        </Link>
      </h3>
      <Story record={subject} />
      {documents.length > 0 ? (
        <ul className={styles.documents}>
          {documents.map((each) => (
            <li className={styles.document} key={each.id}>
              <Link className={styles.title} params={{ documentId: each.id }} to="/documents/$documentId">
                {each.title}
              </Link>
              <Story record={each} />
            </li>
          ))}
        </ul>
      ) : null}
    </article>
  );
}
