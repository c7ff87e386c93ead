import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Notice } from "@/components/ui/Notice";
import { JobProgress } from "@/features/documents/JobProgress";
import type { Document } from "@/features/documents/queries";
import { reasonOf } from "@/features/documents/reading";
import { useFormat } from "@/lib/format";
import { isUnderWay, type Job } from "@/lib/jobs";

const BEST = /^en\b/i;

type DocumentStateProps = { readonly document: Document; readonly job: Job | undefined };

/** How far a document has been read; or why not, and what to do; or what to expect of its language. */
export function DocumentState({ document, job }: DocumentStateProps) {
  const { t } = useTranslation("documents");
  const { language } = useFormat();
  if (job && isUnderWay(job)) {
    return (
      <Card tone="accent">
        <h2>{t("reading.title")}</h2>
        <p>{t("reading.lead")}</p>
        <JobProgress job={job} title={document.title} />
      </Card>
    );
  }
  const again = <ButtonLink to="/library">{t("failed.again")}</ButtonLink>;
  if (document.status === "failed" || job?.status === "failed") {
    const why = reasonOf(document.error) ?? reasonOf(job?.error) ?? t("failed.unknown");
    return (
      <Notice actions={again} title={t("failed.title")}>
        <p>{why}</p>
        <p>{t("failed.todo")}</p>
      </Notice>
    );
  }
  if (job?.status === "cancelled") {
    return (
      <Notice actions={again} title={t("reading.stopped")}>
        <p>{t("reading.stoppedTodo")}</p>
      </Notice>
    );
  }
  if (document.status === "ready" && !BEST.test(document.language ?? "")) {
    const text = document.language
      ? t("language.other", { language: language(document.language) })
      : t("language.unknown");
    return <Notice title={t("language.title")}>{<p>{text}</p>}</Notice>;
  }
  return null;
}
