import { useTranslation } from "react-i18next";
import type { Summary } from "@/features/practice/queries";
import styles from "@/features/practice/Summary.module.css";
import { returnsOf } from "@/features/practice/summing";
import { useFormat } from "@/lib/format";

/** When what was practised comes back, day by day. */
export function ComingBack({ returning }: { readonly returning: Summary["returning"] }) {
  const { t } = useTranslation("practice");
  const format = useFormat();
  return (
    <ul className={styles.returns} role="list">
      {returnsOf(returning, new Date(), format).map(({ days, items }) => (
        <li key={days}>
          <details className={styles.answer}>
            <summary>
              <span className={styles.when}>{format.inDays(days)}</span>
              <span className={styles.note}>{t("practise.due", { count: items.length })}</span>
            </summary>
            <ul className={styles.stems}>
              {items.map(({ item_id, stem }) => (
                <li key={item_id}>{stem}</li>
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}
