import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { Key } from "@/components/ui/Key";
import styles from "@/features/practice/Question.module.css";
import { Quote } from "@/features/practice/Quote";
import { useLanguageOf } from "@/features/practice/useLanguageOf";
import type { Schemas } from "@/lib/api";

type FlashcardProps = {
  /** The other side, once it was turned. */
  readonly shown: Schemas["RevealedView"] | undefined;
  readonly isBusy: boolean;
  readonly onTurn: () => void;
  readonly onRate: (grade: number) => void;
};

const GRADES = [1, 2, 3, 4] as const;

/** A card to be turned, and then judged by whoever knew it. */
export function Flashcard({ shown, isBusy, onTurn, onRate }: FlashcardProps) {
  const { t } = useTranslation("practice");
  const other = useRef<HTMLParagraphElement>(null);
  const language = useLanguageOf(shown?.source ?? null);
  const key = typeof shown?.key === "string" ? shown.key : "";
  useEffect(() => {
    if (key === "") return;
    other.current?.focus({ preventScroll: true });
    announce(key);
  }, [key]);
  if (shown === undefined) {
    return (
      <Button busy={isBusy} className={styles.turn} look="primary" onClick={onTurn} size="large">
        {t("card.turn")} <Key>{t("keys.space")}</Key>
      </Button>
    );
  }
  return (
    <div className={styles.turned}>
      <p className={styles.key} lang={language} ref={other} tabIndex={-1}>
        {key}
      </p>
      {shown.source === null ? null : (
        <Quote hasWords={shown.source.quote !== key} source={shown.source} terms={[key]} />
      )}
      <fieldset className={styles.grades}>
        <legend>{t("card.howWell")}</legend>
        {GRADES.map((grade) => (
          <Button className={styles.grade} key={grade} onClick={() => onRate(grade)}>
            <Key>{grade}</Key>
            {t(`card.grade.${grade}`)}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}
