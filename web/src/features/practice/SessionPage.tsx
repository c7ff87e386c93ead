import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { Asking } from "@/features/practice/Asking";
import { Refused } from "@/features/practice/Refused";
import styles from "@/features/practice/Session.module.css";
import { SessionBar } from "@/features/practice/SessionBar";
import { turnKey } from "@/features/practice/stages";
import { Told } from "@/features/practice/Told";
import { useSitting } from "@/features/practice/useSitting";
import { Waiting } from "@/features/practice/Waiting";
import { leaveIfMissing } from "@/lib/missing";

/** A session: one question after another, each with its reasons and its effect. */
export function SessionPage() {
  const { sessionId } = useParams({ from: "/signed-in/sessions/$sessionId" });
  return <Sitting key={sessionId} sessionId={sessionId} />;
}

function Sitting({ sessionId }: { readonly sessionId: string }) {
  const { t } = useTranslation("practice");
  const navigate = useNavigate();
  const sitting = useSitting(sessionId);
  const { stage, session } = sitting;
  leaveIfMissing(stage.stage === "failed" && session === undefined ? stage.error : null);
  const isOver = stage.stage === "over";
  useEffect(() => {
    if (isOver) void navigate({ to: "/sessions/$sessionId/summary", params: { sessionId }, replace: true });
  }, [isOver, navigate, sessionId]);

  // What is new begins at the top: the verdict is not to stay above a scrolled page.
  const shown =
    stage.stage === "told" ? stage.id : stage.stage === "asking" ? turnKey(stage.turn) : stage.stage;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something else is shown
  useEffect(() => {
    window.scrollTo({ top: 0 });
  }, [shown]);

  const answered = stage.stage === "told" ? stage.turn.session.answered + 1 : (session?.answered ?? 0);
  return (
    <div className={styles.page}>
      <SessionBar
        answered={answered}
        isAsking={stage.stage !== "told"}
        session={session}
        sessionId={sessionId}
      />
      {session !== undefined && session.left_out > 0 && answered === 0 ? (
        <p>{t("session.leftOut", { count: session.left_out })}</p>
      ) : null}
      {stage.stage === "loading" || isOver ? <Skeleton lines={5} /> : null}
      {stage.stage === "failed" ? <Problem error={stage.error} onRetry={sitting.retry} /> : null}
      {stage.stage === "asking" ? (
        <Asking
          key={turnKey(stage.turn)}
          onAnswer={(response, effort) => sitting.answer(stage.turn, response, effort)}
          onStale={sitting.retry}
          turn={stage.turn}
        />
      ) : null}
      {stage.stage === "kept" ? (
        <Waiting answer={stage.answer} delay={stage.delay} turn={stage.turn} />
      ) : null}
      {stage.stage === "told" ? (
        <Told
          answer={stage.answer}
          isLast={sitting.isLast}
          key={stage.id}
          onGoOn={sitting.goOn}
          result={stage.result}
          turn={stage.turn}
        />
      ) : null}
      {stage.stage === "refused" ? (
        <Refused answer={stage.answer} onGoOn={sitting.goOn} refusal={stage.refusal} turn={stage.turn} />
      ) : null}
      <p className="unseen">{t("session.keys")}</p>
    </div>
  );
}
