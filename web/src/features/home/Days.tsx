import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { FlameIcon } from "@/components/ui/icons";
import { Problem } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { useFormat } from "@/lib/format";
import { type Overview, overviewQuery } from "@/lib/learner";
import styles from "./Days.module.css";

/** Today and the six days before it. */
export function Days() {
  const overview = useQuery(overviewQuery);
  if (overview.data) {
    return (
      <aside className={styles.days}>
        <Today overview={overview.data} />
        <Week days={overview.data.week} />
      </aside>
    );
  }
  if (overview.isError) return <Problem error={overview.error} onRetry={() => void overview.refetch()} />;
  return <Skeleton lines={5} />;
}

function Today({ overview: { today, streak, due_now } }: { readonly overview: Overview }) {
  const { t } = useTranslation("today");
  const { number, percent } = useFormat();
  return (
    <section aria-labelledby="today" className={styles.part}>
      <h2 id="today">{t("days.today")}</h2>
      <dl className={styles.figures}>
        <div>
          <dt>{t("days.answers", { count: today.attempts })}</dt>
          <dd>{number(today.attempts)}</dd>
        </div>
        <div>
          <dt>{t("days.right")}</dt>
          <dd>{today.accuracy === null ? "–" : percent(today.accuracy)}</dd>
        </div>
        <div>
          <dt>{t("days.due", { count: due_now })}</dt>
          <dd>{number(due_now)}</dd>
        </div>
      </dl>
      <p className={styles.streak}>
        <FlameIcon />
        {streak.current === 0
          ? t("days.noStreak")
          : t(streak.is_today_done ? "days.streak" : "days.streakOpen", { count: streak.current })}
      </p>
    </section>
  );
}

function Week({ days }: { readonly days: Overview["week"] }) {
  const { t } = useTranslation("today");
  const { weekday, day: asDay } = useFormat();
  const most = Math.max(1, ...days.map(({ attempts }) => attempts));
  return (
    <section aria-labelledby="week" className={styles.part}>
      <h2 id="week">{t("days.week")}</h2>
      <ol className={styles.week}>
        {days.map(({ day, attempts }) => (
          <li key={day}>
            <span aria-hidden="true" className={styles.column}>
              <span className={styles.count}>{attempts > 0 ? attempts : ""}</span>
              <span
                className={attempts > 0 ? styles.bar : styles.nothing}
                style={{ height: `${Math.max(4, (attempts / most) * 72)}px` }}
              />
              <span>{weekday(day)}</span>
            </span>
            <span className="unseen">{t("days.ofDay", { day: asDay(day), count: attempts })}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
