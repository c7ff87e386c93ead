import { useTranslation } from "react-i18next";
import type { Next } from "@/features/practice/queries";
import styles from "@/features/practice/Why.module.css";
import { WhyNumbers } from "@/features/practice/WhyNumbers";

/** Why this question and no other: the reasons in words, and on request the numbers behind them. */
export function Why({ next }: { readonly next: Next }) {
  const { t } = useTranslation("practice");
  return (
    <details className={styles.why}>
      <summary>{t("why.title")}</summary>
      <ul className={styles.reasons}>
        {next.reasons.map((reason) => (
          <li key={reason.code}>{reason.text}</li>
        ))}
      </ul>
      {next.item ? <WhyNumbers components={next.components ?? {}} itemId={next.item.id} /> : null}
    </details>
  );
}
