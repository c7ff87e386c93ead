import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CalendarIcon, FlameIcon, MapIcon, ReviewIcon } from "@/components/ui/icons";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";
import styles from "./Figures.module.css";

/** Four figures; each leads to the part of the page that it was counted from. */
export function Figures({ overview }: { readonly overview: Schemas["OverviewView"] }) {
  const { t } = useTranslation("progress");
  const { number, percent, fromNow } = useFormat();
  const { streak, total, skills_mastered: mastered, due_now: due } = overview;
  const next = overview.next_due_at ? fromNow(overview.next_due_at, new Date()) : undefined;
  return (
    <ul className={styles.figures}>
      <Figure hash="map" icon={<MapIcon />} name={t("figures.mastered")} value={number(mastered)}>
        {t("figures.ofSkills", { count: overview.skills })}
      </Figure>
      <Figure hash="forecast" icon={<ReviewIcon />} name={t("figures.due")} value={number(due)}>
        {due > 0
          ? t("figures.dueNow")
          : next
            ? t("figures.nextDue", { when: next })
            : t("figures.nothingDue")}
      </Figure>
      <Figure
        hash="days"
        icon={<FlameIcon />}
        name={t("figures.streak")}
        value={t("figures.days", { count: streak.current })}
      >
        {streak.is_today_done || streak.current === 0
          ? t("figures.longest", { count: streak.longest })
          : t("figures.todayOpen")}
      </Figure>
      <Figure hash="days" icon={<CalendarIcon />} name={t("figures.answers")} value={number(total.attempts)}>
        {total.accuracy === null
          ? t("figures.noAnswers")
          : t("figures.right", { share: percent(total.accuracy), count: streak.active_days })}
      </Figure>
    </ul>
  );
}

type FigureProps = {
  readonly hash: string;
  readonly icon: ReactNode;
  readonly name: string;
  readonly value: string;
  readonly children: ReactNode;
};

function Figure({ hash, icon, name, value, children }: FigureProps) {
  return (
    <li>
      <Link className={styles.figure} hash={hash} to="/progress">
        <span className={styles.name}>
          {icon}
          {name}
        </span>
        <strong className={styles.value}>{value}</strong>
        <span className={styles.about}>{children}</span>
      </Link>
    </li>
  );
}
