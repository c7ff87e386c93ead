import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Meter } from "@/components/ui/Meter";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { documentRecordsQuery, subjectRecordsQuery } from "@/features/progress/queries";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";
import styles from "./Records.module.css";

type Record = Schemas["RecordView"];

/** How far each subject has come, and each of its documents. */
export function RecordsSection() {
  const { t } = useTranslation("progress");
  const [subjects, documents] = [useQuery(subjectRecordsQuery), useQuery(documentRecordsQuery)];
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
      <HowFar record={subject} />
      {documents.length > 0 ? (
        <ul className={styles.documents}>
          {documents.map((each) => (
            <li className={styles.document} key={each.id}>
              <Link className={styles.title} params={{ documentId: each.id }} to="/documents/$documentId">
                {each.title}
              </Link>
              <HowFar record={each} />
            </li>
          ))}
        </ul>
      ) : null}
    </article>
  );
}

function HowFar({ record }: { readonly record: Record }) {
  const { t } = useTranslation("progress");
  const { day, fromNow } = useFormat();
  const share = record.skills > 0 ? record.skills_mastered / record.skills : 0;
  return (
    <div className={styles.far}>
      <Meter label={t("records.meter", { title: record.title })} size="thin" value={share} />
      <p className={styles.facts}>
        {[
          t("records.mastered", { count: record.skills, mastered: record.skills_mastered }),
          t(`records.status.${record.status}`, { day: record.completed_at ? day(record.completed_at) : "" }),
          record.last_practised_at
            ? t("records.last", { when: fromNow(record.last_practised_at, new Date()) })
            : undefined,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}
