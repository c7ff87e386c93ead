import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { AlertIcon, CheckIcon, OfflineIcon } from "@/components/ui/icons";
import { classes } from "@/lib/classes";
import { useReachable } from "@/lib/connection";
import { ApiError, ConnectionLost, isTooOften } from "@/lib/errors";
import { useFormat } from "@/lib/format";
import { useSecondsUntil } from "@/lib/pauses";
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

type ProblemProps = {
  readonly error: unknown;
  /** Asks once more for what could not be shown; without it, what somebody did is theirs to do again. */
  readonly onRetry?: (() => void) | undefined;
};

/** What went wrong, in words, with what can be done about it. */
export function Problem({ error, onRetry }: ProblemProps) {
  const { t } = useTranslation();
  const retry = onRetry ? <Button onClick={onRetry}>{t("problem.again")}</Button> : undefined;
  if (error instanceof ConnectionLost)
    return <Unreachable actions={retry} isRetried={onRetry !== undefined} />;
  if (isTooOften(error)) return <TooOften error={error} isRetried={onRetry !== undefined} />;
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

type TooOftenProps = { readonly error: ApiError; readonly isRetried: boolean };

/** It was asked too often: what is read comes by itself after the pause, what somebody did they do again then. */
function TooOften({ error, isRetried }: TooOftenProps) {
  const { t } = useTranslation();
  const { span } = useFormat();
  const [until, setUntil] = useState<number>();
  useEffect(() => {
    setUntil(error.retryAfterS === undefined ? undefined : Date.now() + error.retryAfterS * 1_000);
  }, [error]);
  const seconds = useSecondsUntil(until);
  const isOver = until !== undefined && seconds === 0;
  return (
    <Notice role="alert" title={error.message}>
      {isRetried ? <p>{t("pause.goesOn")}</p> : isOver ? <p>{t("pause.over")}</p> : null}
      {/* Not read out each second; of what is read, the bar above all pages tells it. */}
      {seconds > 0 && !isRetried ? (
        <p aria-hidden="true">{t("pause.left", { span: span(seconds) })}</p>
      ) : null}
    </Notice>
  );
}

type UnreachableProps = { readonly actions: ReactNode; readonly isRetried: boolean };

/** No answer came; what somebody did themselves they do again, and are told when that makes sense. */
function Unreachable({ actions, isRetried }: UnreachableProps) {
  const { t } = useTranslation();
  const isBack = useReachable() && !isRetried;
  return (
    <Notice
      actions={actions}
      role="alert"
      title={t(isBack ? "problem.backTitle" : "problem.connectionTitle")}
      tone={isBack ? "good" : "offline"}
    >
      <p>{t(isRetried ? "problem.connection" : isBack ? "problem.back" : "problem.lost")}</p>
    </Notice>
  );
}
