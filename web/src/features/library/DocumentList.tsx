import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { HowFar } from "@/components/ui/HowFar";
import { DocumentIcon } from "@/components/ui/icons";
import { JobProgress } from "@/features/documents/JobProgress";
import type { Document } from "@/features/documents/queries";
import { reasonOf, useReading } from "@/features/documents/reading";
import { isUnderWay } from "@/lib/jobs";
import type { Standing } from "@/lib/learner";
import styles from "./Library.module.css";

// A job may go on making items after its document was read; none takes as long as that.
const LONGEST_JOB_MS = 3_600_000;

type DocumentListProps = {
  readonly documents: readonly Document[];
  readonly standings: Readonly<Record<string, Standing>>;
};

/** Documents with what is known of each, or how far it has been read. */
export function DocumentList({ documents, standings }: DocumentListProps) {
  const { t } = useTranslation("library");
  if (documents.length === 0) return <p className={styles.soft}>{t("noDocuments")}</p>;
  return (
    <ul className={styles.documents} role="list">
      {documents.map((document) => (
        <DocumentRow document={document} key={document.id} standing={standings[document.id]} />
      ))}
    </ul>
  );
}

type DocumentRowProps = { readonly document: Document; readonly standing: Standing | undefined };

function DocumentRow({ document, standing }: DocumentRowProps) {
  const { t } = useTranslation("library");
  const isYoung = Date.now() - Date.parse(document.created_at) < LONGEST_JOB_MS;
  const mayBeRead = document.status === "uploaded" || document.status === "reading" || isYoung;
  const job = useReading(mayBeRead ? document.job_id : undefined);
  const isStopped = document.status !== "ready" && job?.status === "cancelled";
  return (
    <li className={styles.document}>
      <DocumentIcon />
      <Link className={styles.documentTitle} params={{ documentId: document.id }} to="/documents/$documentId">
        {document.title}
      </Link>
      {job && isUnderWay(job) ? <JobProgress job={job} title={document.title} /> : null}
      {document.status === "failed" ? (
        <p className={styles.soft}>{reasonOf(document.error) ?? t("failed")}</p>
      ) : null}
      {isStopped ? <p className={styles.soft}>{t("stopped")}</p> : null}
      {standing && !isUnderWay(job) ? <HowFar of={standing} /> : null}
    </li>
  );
}
