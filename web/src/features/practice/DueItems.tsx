import { useTranslation } from "react-i18next";
import type { Review } from "@/features/practice/queries";
import styles from "@/features/practice/Review.module.css";
import { useFormat } from "@/lib/format";

/** The questions that are due, without what would tell their answers. */
export function DueItems({ due }: { readonly due: readonly Review[] }) {
  const { t } = useTranslation("practice");
  const { daysUntil, inDays, percent } = useFormat();
  const now = new Date();
  return (
    <ul className={styles.items} role="list">
      {due.map(({ item, due_at, priority, retrievability }) => (
        <li className={styles.item} key={item.id}>
          <p className={styles.stem}>{item.stem}</p>
          <p className={styles.note}>
            {t(`type.${item.type}`)} · {t("review.waited", { when: inDays(daysUntil(due_at, now)) })} ·{" "}
            {t("review.recall", { value: percent(retrievability) })}
            {priority === "pressing" ? <strong> · {t("review.pressing")}</strong> : null}
          </p>
        </li>
      ))}
    </ul>
  );
}
