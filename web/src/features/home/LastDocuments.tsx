import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { HowFar } from "@/components/ui/HowFar";
import { DocumentIcon } from "@/components/ui/icons";
import { ProgressBar } from "@/components/ui/Meter";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { useReading } from "@/features/documents/reading";
import { type Document, lastDocumentsQuery } from "@/features/home/queries";
import { isUnderWay } from "@/lib/jobs";
import { byId, documentStandingsQuery } from "@/lib/learner";
import styles from "./LastDocuments.module.css";

/** The documents that came last, and how far Lyceum or the person is with each. */
export function LastDocuments() {
  const { t } = useTranslation("today");
  const documents = useQuery(lastDocumentsQuery);
  if (documents.isPending) return <Skeleton lines={3} />;
  if (documents.isError) return <Problem error={documents.error} onRetry={() => void documents.refetch()} />;
  if (documents.data.length === 0) return null;
  return (
    <Section
      actions={
        <ButtonLink look="quiet" to="/library">
          {t("documents.all")}
        </ButtonLink>
      }
      title={t("documents.title")}
    >
      <ul className={styles.list}>
        {documents.data.map((document) => (
          <li key={document.id}>
            <LastDocument document={document} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function LastDocument({ document }: { readonly document: Document }) {
  const { t } = useTranslation("today");
  return (
    <article className={styles.document}>
      <DocumentIcon className={styles.icon} />
      <div className={styles.about}>
        <Link className={styles.title} params={{ documentId: document.id }} to="/documents/$documentId">
          {document.title}
        </Link>
        {document.status === "failed" ? (
          <p className={styles.note}>{t("documents.failed")}</p>
        ) : (
          <State document={document} />
        )}
      </div>
    </article>
  );
}

function State({ document: { title, job_id, id } }: { readonly document: Document }) {
  const { t } = useTranslation("today");
  const job = useReading(job_id);
  const standings = useQuery({ ...documentStandingsQuery, select: byId });
  if (job && isUnderWay(job)) {
    return (
      <>
        <ProgressBar label={t("documents.reading", { title })} percent={job.progress} />
        <p className={styles.note}>{job.note}</p>
      </>
    );
  }
  const standing = standings.data?.[id];
  return standing ? <HowFar of={standing} /> : null;
}
