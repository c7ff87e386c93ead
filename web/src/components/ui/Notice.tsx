import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { AlertIcon, CheckIcon, OfflineIcon } from "@/components/ui/icons";
import { classes } from "@/lib/classes";
import { ApiError, ConnectionLost } from "@/lib/errors";
import styles from "./Notice.module.css";

type NoticeProps = {
  readonly tone?: "attention" | "good" | "offline";
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Read out as soon as it appears. */
  readonly role?: "alert" | "status";
};

const ICONS = { attention: AlertIcon, good: CheckIcon, offline: OfflineIcon };

/** Something to know before going on. */
export function Notice({ tone = "attention", title, children, actions, role }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={classes(styles.notice, styles[tone])} role={role}>
      <Icon className={styles.icon} />
      <div className={styles.text}>
        {title ? <p className={styles.title}>{title}</p> : null}
        {children}
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
    </div>
  );
}

type ProblemProps = { readonly error: unknown; readonly onRetry?: (() => void) | undefined };

/** What went wrong, in words, with what can be done about it. */
export function Problem({ error, onRetry }: ProblemProps) {
  const { t } = useTranslation();
  const retry = onRetry ? <Button onClick={onRetry}>{t("problem.again")}</Button> : undefined;
  if (error instanceof ConnectionLost) {
    return (
      <Notice actions={retry} role="alert" title={t("problem.connectionTitle")} tone="offline">
        <p>{t("problem.connection")}</p>
      </Notice>
    );
  }
  const isOurs = !(error instanceof ApiError) || error.status >= 500;
  return (
    <Notice
      actions={retry}
      role="alert"
      title={error instanceof ApiError ? error.message : t("problem.title")}
    >
      {isOurs ? <p>{t("problem.ours")}</p> : null}
      {isOurs && error instanceof ApiError ? (
        <p className={styles.small}>{t("problem.request", { id: error.requestId })}</p>
      ) : null}
    </Notice>
  );
}
