import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { ProgressBar } from "@/components/ui/Meter";
import { Problem } from "@/components/ui/Notice";
import { usePageTitle } from "@/components/ui/Page";
import { type Session, useEnd } from "@/features/practice/queries";
import styles from "@/features/practice/Session.module.css";

type SessionBarProps = {
  readonly sessionId: string;
  readonly session: Session | undefined;
  readonly answered: number;
  /** Whether a question is open; else the last one was just answered. */
  readonly isAsking: boolean;
};

/** How far the session has come, and the way out of it. */
export function SessionBar({ sessionId, session, answered, isAsking }: SessionBarProps) {
  const { t } = useTranslation("practice");
  const [isEnding, setEnding] = useState(false);
  const length = session?.length ?? 0;
  const number = Math.min(isAsking ? answered + 1 : answered, length);
  const kind = session?.kind ?? "practice";
  const title = session === undefined ? t(`kind.${kind}`) : t("session.question", { number, length });
  const heading = usePageTitle(title);
  return (
    <header className={styles.bar}>
      <div className={styles.titles}>
        <h1 className={styles.title} ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {session === undefined ? null : <p className={styles.kind}>{t(`kind.${kind}`)}</p>}
        <Button className={styles.end} look="quiet" onClick={() => setEnding(true)}>
          {t("end.button")}
        </Button>
      </div>
      <ProgressBar label={t("session.progress")} percent={length === 0 ? 0 : (100 * answered) / length} />
      <EndDialog
        answered={answered}
        isOpen={isEnding}
        onClose={() => setEnding(false)}
        sessionId={sessionId}
      />
    </header>
  );
}

type EndDialogProps = {
  readonly sessionId: string;
  readonly answered: number;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

function EndDialog({ sessionId, answered, isOpen, onClose }: EndDialogProps) {
  const { t } = useTranslation("practice");
  const navigate = useNavigate();
  const end = useEnd(sessionId);
  const leave = () =>
    end.mutate(undefined, {
      onSuccess: () =>
        answered === 0
          ? navigate({ to: "/practise" })
          : navigate({ to: "/sessions/$sessionId/summary", params: { sessionId } }),
    });
  const actions = (
    <>
      <Button onClick={onClose}>{t("end.stay")}</Button>
      <Button busy={end.isPending} look="primary" onClick={leave}>
        {t("end.button")}
      </Button>
    </>
  );
  return (
    <Dialog actions={actions} isOpen={isOpen} onClose={onClose} title={t("end.title")}>
      <p>{answered === 0 ? t("end.nothing") : t("end.kept", { count: answered })}</p>
      <p>{t("end.later")}</p>
      {end.error ? <Problem error={end.error} /> : null}
    </Dialog>
  );
}
