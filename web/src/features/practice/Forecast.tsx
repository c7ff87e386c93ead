import { useTranslation } from "react-i18next";
import styles from "@/features/practice/Forecast.module.css";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";

type ForecastProps = { readonly days: readonly Schemas["DueDayView"][] };

const FEWEST = 3;
// Of the space in percent: the figure stands on top of its bar.
const HIGHEST = 84;

/** How many reviews fall on each of the next days, today first. */
export function Forecast({ days }: ForecastProps) {
  const { t } = useTranslation("practice");
  const { weekday, day: date, number } = useFormat();
  const most = Math.max(FEWEST, ...days.map(({ reviews }) => reviews));
  return (
    <ol className={styles.forecast}>
      {days.map(({ day, reviews }, place) => (
        <li className={styles.day} key={day}>
          <span className="unseen">{t("review.reviews", { count: reviews })}</span>
          <span aria-hidden="true" className={styles.space}>
            <span className={styles.count}>{reviews === 0 ? "" : number(reviews)}</span>
            <span className={styles.bar} style={{ height: `${(HIGHEST * reviews) / most}%` }} />
          </span>
          <span className={styles.name}>
            {place === 0 ? t("review.today") : weekday(day)}
            <span className="unseen">, {date(day)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
