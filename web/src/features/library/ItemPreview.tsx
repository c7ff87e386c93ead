import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/Card";
import type { Draft } from "@/features/library/itemDraft";
import styles from "./ItemDialog.module.css";

const GAP = /_{3,}/;

/** An item as it will be asked. */
export function ItemPreview({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation("library");
  const { type, stem, options } = draft;
  const pieces = type === "cloze" ? stem.split(GAP) : [stem];
  const choices = type === "true_false" ? [t("item.true"), t("item.false")] : options.map(({ text }) => text);
  return (
    <Card aria-label={t("write.preview")} as="section" className={styles.preview} tone="sunken">
      <p className={styles.label}>
        {t("write.preview")} · {t(`type.${type}`)}
      </p>
      <p className={styles.stem}>
        {stem.trim() === "" ? t("write.nothingYet") : null}
        {pieces.map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text are known by their place
          <span key={index}>
            {index > 0 ? <span className={styles.gap} /> : null}
            {piece}
          </span>
        ))}
      </p>
      {type === "multiple_choice" || type === "true_false" ? (
        <ul className={styles.options} role="list">
          {choices.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: options being written may be alike
            <li key={index}>{text || "…"}</li>
          ))}
        </ul>
      ) : null}
      {type === "flashcard" && draft.back.trim() !== "" ? (
        <p className={styles.label}>{t("write.turned", { back: draft.back.trim() })}</p>
      ) : null}
    </Card>
  );
}
