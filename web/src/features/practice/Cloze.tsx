import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/features/practice/Question.module.css";
import type { Item } from "@/features/practice/queries";
import { type Given, piecesOf } from "@/features/practice/responses";
import { KindLine } from "@/features/practice/Stem";
import { useLanguageOf } from "@/features/practice/useLanguageOf";

type ClozeProps = {
  readonly item: Item;
  readonly value: Given;
  readonly onChange: (given: Given) => void;
};

const SHORTEST = 10;

/** A sentence with gaps to be filled where they stand. */
export function Cloze({ item, value, onChange }: ClozeProps) {
  const { t } = useTranslation("practice");
  const sentenceId = useId();
  const sentence = useRef<HTMLParagraphElement>(null);
  const language = useLanguageOf(item.source);
  const pieces = piecesOf(item.stem);
  const gaps = pieces.length - 1;
  useEffect(() => {
    sentence.current?.querySelector("input")?.focus({ preventScroll: true });
  }, []);

  const type = (gap: number, text: string) => {
    const texts = pieces.slice(1).map((_, place) => (place === gap ? text : (value.texts[place] ?? "")));
    onChange({ ...value, texts });
  };
  // Enter goes to the next gap that is still empty; from the last one it answers, as in any form.
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    const fields = [...(sentence.current?.querySelectorAll("input") ?? [])];
    const next = fields.slice(fields.indexOf(event.currentTarget) + 1).find((field) => field.value === "");
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div className={styles.asked}>
      <KindLine item={item} />
      <h2 className="unseen" id={sentenceId} lang={language}>
        {pieces.join(` ${t("cloze.blank")} `)}
      </h2>
      <p className={styles.stem} ref={sentence}>
        {pieces.map((piece, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence stay where they are
          <span key={place}>
            {piece}
            {place < gaps ? (
              <input
                aria-describedby={sentenceId}
                aria-label={gaps === 1 ? t("cloze.gap") : t("cloze.gapOf", { number: place + 1, gaps })}
                autoCapitalize="none"
                autoComplete="off"
                autoCorrect="off"
                className={styles.gap}
                enterKeyHint={place === gaps - 1 ? "done" : "next"}
                maxLength={500}
                onChange={(event) => type(place, event.currentTarget.value)}
                onKeyDown={press}
                size={Math.max(SHORTEST, (value.texts[place] ?? "").length + 1)}
                spellCheck={false}
                value={value.texts[place] ?? ""}
              />
            ) : null}
          </span>
        ))}
      </p>
    </div>
  );
}
