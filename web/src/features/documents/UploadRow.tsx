import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, ButtonLink } from "@/components/ui/Button";
import { ProgressBar } from "@/components/ui/Meter";
import { Notice } from "@/components/ui/Notice";
import { JobProgress } from "@/features/documents/JobProgress";
import { documentQuery } from "@/features/documents/queries";
import { outcomeOf, reasonOf, useReading } from "@/features/documents/reading";
import type { Sent } from "@/features/documents/sending";
import { cancelUpload, dismissUpload, retryUpload, type Upload } from "@/features/documents/uploads";
import { ApiError, ConnectionLost } from "@/lib/errors";
import { useFormat } from "@/lib/format";
import { isUnderWay } from "@/lib/jobs";
import styles from "./Uploads.module.css";

/** One file: how far it has been sent, then how far it has been read; or why not, and what to do. */
export function UploadRow({ upload }: { readonly upload: Upload }) {
  return (
    <li className={styles.upload}>
      <p className={styles.name}>{upload.file.name}</p>
      <State upload={upload} />
    </li>
  );
}

function State({ upload }: { readonly upload: Upload }) {
  switch (upload.state) {
    case "waiting":
    case "sending":
      return <Sending upload={upload} />;
    case "sent":
      return upload.sent ? <AfterSending sent={upload.sent} upload={upload} /> : null;
    default:
      return <NotSent upload={upload} />;
  }
}

function Sending({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation(["documents", "common"]);
  const { size } = useFormat();
  const { name } = upload.file;
  const share = upload.file.size === 0 ? 0 : upload.sentBytes / upload.file.size;
  return (
    <div className={styles.progress}>
      <ProgressBar label={t("upload.label", { name })} percent={share * 100} />
      <div className={styles.row}>
        <p className={styles.state}>
          {upload.state === "waiting"
            ? t("upload.waiting")
            : t("upload.sending", { sent: size(upload.sentBytes), all: size(upload.file.size) })}
        </p>
        <Button
          aria-label={t("upload.cancelOf", { name })}
          look="quiet"
          onClick={() => cancelUpload(upload.id)}
        >
          {t("common:cancel")}
        </Button>
      </div>
    </div>
  );
}

function NotSent({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation("documents");
  const { state, error } = upload;
  const isLost = error instanceof ConnectionLost;
  const mayRetry =
    state === "cancelled" || !(error instanceof ApiError) || error.retryable || error.status >= 500;
  const said = error instanceof ApiError ? error.message : t("upload.failed");
  const title = state === "cancelled" ? t("upload.cancelled") : isLost ? t("upload.lost") : said;
  return (
    <Notice
      actions={
        <>
          {mayRetry ? <Button onClick={() => retryUpload(upload.id)}>{t("upload.again")}</Button> : null}
          <Dismiss upload={upload} />
        </>
      }
      role={state === "cancelled" ? "status" : "alert"}
      title={title}
      tone={isLost ? "offline" : "attention"}
    />
  );
}

function AfterSending({ upload, sent }: { readonly upload: Upload; readonly sent: Sent }) {
  const { t } = useTranslation("documents");
  const job = useReading(sent.job_id);
  const { data: document } = useQuery(documentQuery(sent.document_id));
  const title = document?.title ?? upload.file.name;
  if (job === undefined) return <p className={styles.state}>{t("reading.queued")}</p>;
  if (isUnderWay(job)) return <JobProgress job={job} title={title} />;
  // A file that cannot be read cannot be read the next time either.
  const mayHelp = job.status === "cancelled" || job.error?.code === "INTERNAL_ERROR";
  const actions = (
    <>
      <ButtonLink params={{ documentId: sent.document_id }} to="/documents/$documentId">
        {t("upload.open")}
      </ButtonLink>
      {mayHelp ? <Button onClick={() => retryUpload(upload.id)}>{t("upload.again")}</Button> : null}
      <Dismiss upload={upload} />
    </>
  );
  if (job.status !== "completed") {
    const why = job.status === "failed" ? (reasonOf(job.error) ?? t("upload.failed")) : t("reading.stopped");
    return <Notice actions={actions} role="alert" title={why} />;
  }
  const count = Object.values(outcomeOf(job)?.items ?? {}).reduce((sum, each) => sum + each, 0);
  const said = sent.is_known ? t("upload.known") : t("upload.done", { count });
  return <Notice actions={actions} role="status" title={said} tone="good" />;
}

function Dismiss({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation("documents");
  return (
    <Button
      aria-label={t("upload.dismissOf", { name: upload.file.name })}
      look="quiet"
      onClick={() => dismissUpload(upload.id)}
    >
      {t("upload.dismiss")}
    </Button>
  );
}
