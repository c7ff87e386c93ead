import { useTranslation } from "react-i18next";
import { HintIcon } from "@/components/ui/icons";
import styles from "@/features/practice/Question.module.css";
import type { Hint, Item } from "@/features/practice/queries";

type HintsProps = { readonly hints: readonly Hint[]; readonly item: Item };

const CARRYING = 3;

/** The hints that were given, and what they cost. */
export function Hints({ hints, item }: HintsProps) {
  const { t } = useTranslation("practice");
  const last = hints.at(-1);
  if (last === undefined) return null;
  return (
    <div className={styles.hints}>
      <ol className={styles.hintList}>
        {hints.map((hint) => (
          <li key={hint.level}>
            <HintIcon />
            <span>{hint.text}</span>
          </li>
        ))}
      </ol>
      <p className={styles.note}>
        {last.level >= CARRYING
          ? t("hint.carried")
          : item.type === "flashcard"
            ? t("hint.free")
            : t("hint.cost")}{" "}
        {last.remaining === 0 ? t("hint.none") : t("hint.left", { count: last.remaining })}
      </p>
    </div>
  );
}
