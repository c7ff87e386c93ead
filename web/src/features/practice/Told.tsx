import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Card } from "@/components/ui/Card";
import { ArrowIcon, CheckIcon, CloseIcon } from "@/components/ui/icons";
import { Key } from "@/components/ui/Key";
import { Effects } from "@/features/practice/Effects";
import { Quote } from "@/features/practice/Quote";
import type { Turn } from "@/features/practice/queries";
import { isBlank, wordsOf } from "@/features/practice/responses";
import { Stem } from "@/features/practice/Stem";
import styles from "@/features/practice/Told.module.css";
import { useKeys } from "@/features/practice/useKeys";
import { Why } from "@/features/practice/Why";
import { classes } from "@/lib/classes";
import { useFormat } from "@/lib/format";
import type { Answer, Result } from "@/lib/outbox";

type ToldProps = {
  readonly turn: Turn;
  readonly answer: Answer;
  readonly result: Result;
  /** Whether nothing comes after it. */
  readonly isLast: boolean;
  readonly onGoOn: () => void;
};

/** What became of an answer: the verdict, the source, what it changed, and when it comes back. */
export function Told({ turn, answer, result, isLast, onGoOn }: ToldProps) {
  const { t } = useTranslation("practice");
  const { list } = useFormat();
  const onwards = useRef<HTMLButtonElement>(null);
  const item = turn.next.item;
  const verdict = (isTrue: boolean) => t(isTrue ? "verdict.true" : "verdict.false");
  const key = item === null ? [] : wordsOf(item, result.key, verdict);
  const said = item === null ? [] : wordsOf(item, answer.response, verdict);
  const keyText = list(key);
  useEffect(() => {
    onwards.current?.focus({ preventScroll: true });
    announce(`${result.feedback.text} ${t("told.answerIs", { answer: keyText })}`);
  }, [keyText, result, t]);
  useKeys({ phase: "told", type: "flashcard", options: 0, verdicts: ["", ""] }, onGoOn);

  if (item === null) return null;
  const isOwnShown = item.type !== "flashcard" && list(said) !== keyText && !isBlank(answer.response);
  return (
    <>
      <Card as="section" className={styles.card}>
        <p className={classes(styles.verdict, result.correct ? styles.right : styles.wrong)}>
          <span className={styles.mark}>{result.correct ? <CheckIcon /> : <CloseIcon />}</span>
          {result.feedback.text}
        </p>
        {result.assisted ? <p className={styles.note}>{t("told.assisted")}</p> : null}
        <Stem item={item} />
        <dl className={styles.answers}>
          <div>
            <dt>{t("told.key")}</dt>
            <dd className={styles.key}>{keyText}</dd>
          </div>
          {isOwnShown ? (
            <div>
              <dt>{t("told.yours")}</dt>
              <dd className={styles.own}>{list(said)}</dd>
            </div>
          ) : null}
        </dl>
        {result.source === null ? null : (
          <Quote hasWords={result.source.quote !== keyText} source={result.source} terms={key} />
        )}
        <Effects result={result} />
      </Card>
      <div className={styles.onwards}>
        <Button look="primary" onClick={onGoOn} ref={onwards} size="large">
          {isLast ? t("told.finish") : t("told.goOn")}
          <ArrowIcon />
          <Key>{t("keys.enter")}</Key>
        </Button>
      </div>
      <Why next={turn.next} />
    </>
  );
}
