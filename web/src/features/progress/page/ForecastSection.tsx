import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Bars } from "@/components/charts/Bars";
import { ChartFigure } from "@/components/charts/ChartFigure";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { Ranges } from "@/features/progress/page/Ranges";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { forecastQuery } from "@/lib/learner";
import styles from "./Forecast.module.css";

type Range = "7" | "30" | "90";

/** How many reviews the coming days bring; of today's, those that wait already are told apart. */
export function ForecastSection({ overdue }: { readonly overdue: number }) {
  const { t } = useTranslation("progress");
  const [range, setRange] = useState<Range>("30");
  const days = useQuery({ ...forecastQuery(Number(range)), placeholderData: keepPreviousData });
  const options = (["7", "30", "90"] as const).map((value) => ({
    value,
    label: t("forecast.days", { count: Number(value) }),
  }));
  return (
    <div id="forecast">
      <Section
        actions={<Ranges label={t("forecast.range")} onChange={setRange} options={options} value={range} />}
        lead={t("forecast.lead")}
        title={t("forecast.title")}
      >
        {days.isPending ? <Skeleton lines={5} /> : null}
        {days.isError && !days.data ? (
          <Problem error={days.error} onRetry={() => void days.refetch()} />
        ) : null}
        {days.data ? <Forecast days={days.data} overdue={overdue} /> : null}
      </Section>
    </div>
  );
}

type ForecastProps = { readonly days: readonly Schemas["DueDayView"][]; readonly overdue: number };

function Forecast({ days, overdue }: ForecastProps) {
  const { t } = useTranslation("progress");
  const { day: dayName, dayShort, number } = useFormat();
  const sum = days.reduce((count, each) => count + each.reviews, 0);
  const waiting = Math.min(overdue, days[0]?.reviews ?? 0);
  const bars = days.map((each, index) => ({
    key: each.day,
    tick: index === 0 ? t("forecast.today") : dayShort(each.day),
    tip:
      index === 0
        ? t("forecast.todayTip", { count: each.reviews, waiting })
        : t("forecast.tip", { day: dayName(each.day), count: each.reviews }),
    value: each.reviews,
    ...(index === 0 ? { apart: waiting } : {}),
  }));
  if (sum === 0) return <p className={styles.none}>{t("forecast.none")}</p>;
  return (
    <ChartFigure
      caption={t("forecast.caption", { count: sum, days: days.length })}
      numbers={{
        head: [t("days.day"), t("forecast.reviews"), t("forecast.waiting")],
        rows: days.map((each, index) => [
          dayName(each.day),
          number(each.reviews),
          number(index === 0 ? waiting : 0),
        ]),
      }}
    >
      <Bars bars={bars} format={number} label={t("forecast.title")} />
      {waiting > 0 ? (
        <p className={styles.key}>
          <span className={styles.swatch} />
          {t("forecast.waitingKey", { count: waiting })}
        </p>
      ) : null}
    </ChartFigure>
  );
}
