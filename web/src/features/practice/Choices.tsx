import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Key } from "@/components/ui/Key";
import styles from "@/features/practice/Question.module.css";
import type { Hint, Item } from "@/features/practice/queries";
import { type Given, VERDICTS } from "@/features/practice/responses";
import { useLanguageOf } from "@/features/practice/useLanguageOf";
import { classes } from "@/lib/classes";

type ChoicesProps = {
  readonly item: Item;
  /** The id of the question. */
  readonly labelledBy: string;
  readonly value: Given;
  readonly onChange: (given: Given) => void;
  /** Hints: an option that one of them strikes is struck. */
  readonly struck: readonly Hint[];
};

/** Options, or the two verdicts on a statement. */
export function Choices({ item, labelledBy, value, onChange, struck }: ChoicesProps) {
  const { t } = useTranslation("practice");
  const name = useId();
  const language = useLanguageOf(item.type === "true_false" ? null : item.source);
  const options =
    item.type === "true_false"
      ? VERDICTS.map((id) => ({ id, text: t(`verdict.${id}`) }))
      : (item.options ?? []);
  return (
    <div aria-labelledby={labelledBy} className={styles.choices} role="radiogroup">
      {options.map((option, place) => {
        const isStruck = struck.some((hint) => hint.struck === option.id);
        return (
          <label className={classes(styles.choice, isStruck && styles.struck)} key={option.id}>
            <input
              checked={value.choice === option.id}
              className={styles.radio}
              name={name}
              onChange={() => onChange({ ...value, choice: option.id })}
              type="radio"
              value={option.id}
            />
            <span className={styles.option}>
              <span lang={language}>{isStruck ? <s>{option.text}</s> : option.text}</span>
              {isStruck ? <span className={styles.note}> {t("hint.struck")}</span> : null}
            </span>
            <Key>{place + 1}</Key>
          </label>
        );
      })}
    </div>
  );
}
