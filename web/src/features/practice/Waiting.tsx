import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Notice } from "@/components/ui/Notice";
import type { Turn } from "@/features/practice/queries";
import { isBlank, wordsOf } from "@/features/practice/responses";
import { Stem } from "@/features/practice/Stem";
import styles from "@/features/practice/Told.module.css";
import { outbox } from "@/lib/answers";
import { useFormat } from "@/lib/format";
import type { Answer, Delay } from "@/lib/outbox";

type WaitingProps = { readonly turn: Turn; readonly answer: Answer; readonly delay: Delay | null };

const PATIENCE_MS = 2_500;

/** An answer on its way: nothing to see for a moment, then what keeps it, and that it is safe. */
export function Waiting({ turn, answer, delay }: WaitingProps) {
  const { t } = useTranslation("practice");
  const { list } = useFormat();
  const isLong = useElapsed(PATIENCE_MS);
  const item = turn.next.item;
  const why = delay ?? (isLong ? "busy" : null);
  if (item === null) return null;
  const said = wordsOf(item, answer.response, (isTrue) => t(isTrue ? "verdict.true" : "verdict.false"));
  return (
    <Card as="section" className={styles.card}>
      <Stem isFocused={why !== null} item={item} />
      <dl className={styles.answers}>
        <div>
          <dt>{t("told.yours")}</dt>
          <dd>
            {typeof answer.response === "number"
              ? t(`card.grade.${gradeOf(answer.response)}`)
              : isBlank(answer.response)
                ? t("ask.unknown")
                : list(said)}
          </dd>
        </div>
      </dl>
      {why === null ? (
        <p className={styles.note} role="status">
          {t("waiting.checking")}
        </p>
      ) : (
        <Notice
          actions={
            why === "signedOut" ? (
              <Link search={{ next: `/sessions/${turn.session.id}` }} to="/sign-in">
                {t("waiting.signIn")}
              </Link>
            ) : why === "tooOften" ? null : (
              <Button onClick={() => void outbox().flush()}>{t("waiting.now")}</Button>
            )
          }
          role="status"
          title={t("waiting.title")}
          tone="offline"
        >
          <p>{t(`waiting.${why}`)}</p>
        </Notice>
      )}
    </Card>
  );
}

function useElapsed(afterMs: number): boolean {
  const [isElapsed, setElapsed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setElapsed(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  return isElapsed;
}

function gradeOf(response: number): 1 | 2 | 3 | 4 {
  return response === 2 || response === 3 || response === 4 ? response : 1;
}
