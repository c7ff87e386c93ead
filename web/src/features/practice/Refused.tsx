import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { Notice } from "@/components/ui/Notice";
import type { Turn } from "@/features/practice/queries";
import { Stem } from "@/features/practice/Stem";
import styles from "@/features/practice/Told.module.css";
import type { Answer, Refusal } from "@/lib/outbox";

type RefusedProps = {
  readonly turn: Turn;
  readonly answer: Answer;
  readonly refusal: Refusal;
  readonly onGoOn: () => void;
};

const EXPLAINED = new Set(["PRACTICE_SESSION_ENDED", "ITEM_NOT_SERVED"] as const);
type Explained = typeof EXPLAINED extends Set<infer Code> ? Code : never;

/** An answer that the server will never take: why, and the way on. */
export function Refused({ turn, refusal, onGoOn }: RefusedProps) {
  const { t } = useTranslation("practice");
  const onwards = useRef<HTMLButtonElement>(null);
  useEffect(() => onwards.current?.focus({ preventScroll: true }), []);
  const item = turn.next.item;
  return (
    <Card as="section" className={styles.card}>
      {item === null ? null : <Stem item={item} />}
      <Notice
        actions={
          <Button look="primary" onClick={onGoOn} ref={onwards}>
            {t("refused.goOn")}
          </Button>
        }
        role="alert"
        title={t("refused.title")}
      >
        <p>{isExplained(refusal.code) ? t(`refused.${refusal.code}`) : refusal.message}</p>
      </Notice>
    </Card>
  );
}

function isExplained(code: string): code is Explained {
  return (EXPLAINED as ReadonlySet<string>).has(code);
}
