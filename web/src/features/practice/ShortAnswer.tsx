import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/features/practice/Question.module.css";
import type { Given } from "@/features/practice/responses";

type ShortAnswerProps = {
  /** The id of the question. */
  readonly labelledBy: string;
  readonly value: Given;
  readonly onChange: (given: Given) => void;
};

/** A few words to be typed. */
export function ShortAnswer({ labelledBy, value, onChange }: ShortAnswerProps) {
  const { t } = useTranslation("practice");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  return (
    <input
      aria-labelledby={labelledBy}
      autoCapitalize="none"
      autoComplete="off"
      autoCorrect="off"
      className={styles.line}
      enterKeyHint="done"
      maxLength={500}
      onChange={(event) => onChange({ ...value, texts: [event.currentTarget.value] })}
      placeholder={t("ask.placeholder")}
      ref={field}
      spellCheck={false}
      value={value.texts[0] ?? ""}
    />
  );
}
