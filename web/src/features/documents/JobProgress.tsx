import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { ProgressBar } from "@/components/ui/Meter";
import { Problem } from "@/components/ui/Notice";
import { useFormat } from "@/lib/format";
import { cancelJob, type Job } from "@/lib/jobs";
import styles from "./Uploads.module.css";

type JobProgressProps = { readonly job: Job; readonly title: string };

/** How far the reading of a document has come, in words and as a bar, with a way to stop it. */
export function JobProgress({ job, title }: JobProgressProps) {
  const { t } = useTranslation(["documents", "common"]);
  const { percent } = useFormat();
  const queries = useQueryClient();
  const stop = useMutation({ mutationFn: () => cancelJob(queries, job.id) });
  return (
    <div className={styles.progress}>
      <ProgressBar label={t("reading.label", { title })} percent={job.progress} />
      <div className={styles.row}>
        <p className={styles.state} role="status">
          {job.status === "queued" ? t("reading.queued") : job.note || t("reading.running")}
          {" · "}
          {percent(job.progress / 100)}
        </p>
        <Button
          aria-label={t("reading.stopOf", { title })}
          busy={stop.isPending}
          look="quiet"
          onClick={() => stop.mutate()}
        >
          {t("reading.stop")}
        </Button>
      </div>
      {stop.isError ? <Problem error={stop.error} /> : null}
    </div>
  );
}
