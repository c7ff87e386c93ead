import { useTranslation } from "react-i18next";
import type { Document } from "@/features/documents/queries";
import type { Outcome } from "@/features/documents/reading";
import type { ItemType } from "@/features/library/queries";
import { useFormat } from "@/lib/format";
import styles from "./Facts.module.css";

const TYPES: readonly ItemType[] = ["flashcard", "cloze", "multiple_choice", "true_false", "short_answer"];

/** What kind of document it is, on one line. */
export function Facts({ document }: { readonly document: Document }) {
  const { t } = useTranslation("documents");
  const { size, language, day } = useFormat();
  const facts = [
    document.page_count !== null && document.page_count > 1 ? t("pages", { count: document.page_count }) : "",
    document.language ? language(document.language) : "",
    document.file_name,
    size(document.size_bytes),
    t("added", { day: day(document.created_at) }),
  ];
  return facts.filter(Boolean).join(" · ");
}

/** How many items of each type came of a document, and what could not be made well. */
export function Outcomes({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation(["documents", "library"]);
  const { number } = useFormat();
  const made = TYPES.map((type) => ({ type, count: outcome.items[type] ?? 0 })).filter(
    ({ count }) => count > 0,
  );
  return (
    <div className={styles.outcome}>
      <dl className={styles.counts}>
        {made.map(({ type, count }) => (
          <div className={styles.count} key={type}>
            <dd>{number(count)}</dd>
            <dt>{t(`library:types.${type}`, { count })}</dt>
          </div>
        ))}
      </dl>
      {outcome.weaknesses.map((weakness) => (
        <p className={styles.soft} key={weakness}>
          {weakness}
        </p>
      ))}
    </div>
  );
}
