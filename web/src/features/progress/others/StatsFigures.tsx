import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "@/features/progress/page/Figures.module.css";
import { minutesOf } from "@/features/progress/page/minutes";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";

/** What a learner has done, in four figures. */
export function StatsFigures({ stats }: { readonly stats: Schemas["LearningStatsView"] }) {
  const { t } = useTranslation("progress");
  const { number, percent } = useFormat();
  const { streak, accuracy } = stats;
  return (
    <ul className={styles.figures}>
      <Figure name={t("others.time")} value={t("others.minutes", { count: minutesOf(stats.total_time_ms) })}>
        {t("others.onDays", { count: streak.active_days })}
      </Figure>
      <Figure name={t("others.right")} value={accuracy === null ? "–" : percent(accuracy)}>
        {t("others.rightOf")}
      </Figure>
      <Figure name={t("figures.streak")} value={t("figures.days", { count: streak.current })}>
        {t("figures.longest", { count: streak.longest })}
      </Figure>
      <Figure name={t("others.documents")} value={number(stats.documents_completed)}>
        {t("others.documentsOf")}
      </Figure>
    </ul>
  );
}

type FigureProps = { readonly name: string; readonly value: string; readonly children: ReactNode };

function Figure({ name, value, children }: FigureProps) {
  return (
    <li className={styles.figure}>
      <span className={styles.name}>{name}</span>
      <strong className={styles.value}>{value}</strong>
      <span className={styles.about}>{children}</span>
    </li>
  );
}
