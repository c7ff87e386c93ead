import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartFigure } from "@/components/charts/ChartFigure";
import { Line } from "@/components/charts/Line";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { Ranges } from "@/features/progress/page/Ranges";
import { retentionQuery } from "@/features/progress/queries";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";
import forecast from "./Forecast.module.css";
import styles from "./Retention.module.css";

type Range = "30" | "90";

/** What would still be recalled if nothing were reviewed, and what was recalled so far. */
export function RetentionSection() {
  const { t } = useTranslation("progress");
  const [range, setRange] = useState<Range>("30");
  const retention = useQuery({ ...retentionQuery(Number(range)), placeholderData: keepPreviousData });
  const options = (["30", "90"] as const).map((value) => ({
    value,
    label: t("forecast.days", { count: Number(value) }),
  }));
  return (
    <div id="retention">
      <Section
        actions={<Ranges label={t("retention.range")} onChange={setRange} options={options} value={range} />}
        lead={t("retention.lead")}
        title={t("retention.title")}
      >
        {retention.isPending ? <Skeleton lines={5} /> : null}
        {retention.isError && !retention.data ? (
          <Problem error={retention.error} onRetry={() => void retention.refetch()} />
        ) : null}
        {retention.data ? (
          <div className={styles.pair}>
            <Expected retention={retention.data} />
            <Observed weeks={retention.data.weeks} />
          </div>
        ) : null}
      </Section>
    </div>
  );
}

function Expected({ retention }: { readonly retention: Schemas["RetentionView"] }) {
  const { t } = useTranslation("progress");
  const { day, dayShort, percent } = useFormat();
  const { points, items } = retention;
  const last = points.at(-1);
  return (
    <div className={styles.picture}>
      <h3>{t("retention.expected")}</h3>
      {last === undefined ? (
        <p className={forecast.none}>{t("retention.noItems")}</p>
      ) : (
        <ChartFigure
          caption={t("retention.expectedCaption", {
            count: items,
            now: percent(points[0]?.expected ?? 0),
            later: percent(last.expected),
            day: day(last.day),
          })}
          numbers={{
            head: [t("days.day"), t("retention.share")],
            rows: points.map((point) => [day(point.day), percent(point.expected)]),
          }}
        >
          <Line
            columns={points.map((point, index) => ({
              key: point.day,
              tick: index === 0 ? t("forecast.today") : dayShort(point.day),
              tip: t("retention.expectedTip", { day: day(point.day), share: percent(point.expected) }),
            }))}
            format={percent}
            label={t("retention.expected")}
            largest={1}
            series={[{ name: t("retention.share"), values: points.map((point) => point.expected) }]}
          />
        </ChartFigure>
      )}
    </div>
  );
}

function Observed({ weeks }: { readonly weeks: readonly Schemas["RetentionWeekView"][] }) {
  const { t } = useTranslation("progress");
  const { day, dayShort, number, percent } = useFormat();
  const share = (value: number | null) => (value === null ? "–" : percent(value));
  const reviews = weeks.reduce((sum, week) => sum + week.reviews, 0);
  const recalled = weeks.reduce((sum, week) => sum + week.recalled, 0);
  return (
    <div className={styles.picture}>
      <h3>{t("retention.observed")}</h3>
      {reviews === 0 ? (
        <p className={forecast.none}>{t("retention.noReviews")}</p>
      ) : (
        <ChartFigure
          caption={t("retention.observedCaption", { count: reviews, share: percent(recalled / reviews) })}
          numbers={{
            head: [
              t("retention.week"),
              t("forecast.reviews"),
              t("retention.recalled"),
              t("retention.predicted"),
            ],
            rows: [...weeks]
              .reverse()
              .map((week) => [
                day(week.monday),
                number(week.reviews),
                share(week.share),
                share(week.predicted),
              ]),
          }}
        >
          <Line
            columns={weeks.map((week) => ({
              key: week.monday,
              tick: dayShort(week.monday),
              tip:
                week.reviews === 0
                  ? t("retention.weekNothing", { day: day(week.monday) })
                  : t("retention.weekTip", {
                      day: day(week.monday),
                      count: week.reviews,
                      share: share(week.share),
                      predicted: share(week.predicted),
                    }),
            }))}
            format={percent}
            label={t("retention.observed")}
            largest={1}
            series={[
              { name: t("retention.recalled"), values: weeks.map((week) => week.share) },
              { name: t("retention.predicted"), values: weeks.map((week) => week.predicted), look: "second" },
            ]}
          />
        </ChartFigure>
      )}
    </div>
  );
}
