import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartFigure } from "@/components/charts/ChartFigure";
import { HeatMap } from "@/components/charts/HeatMap";
import { daysAfter, mondayOf } from "@/components/charts/weeks";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { minutesOf } from "@/features/progress/page/minutes";
import { Ranges } from "@/features/progress/page/Ranges";
import { Shades } from "@/features/progress/page/Shades";
import { activityQuery } from "@/features/progress/queries";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";

type Range = "quarter" | "year";

const WEEKS: Record<Range, number> = { quarter: 13, year: 53 };
const DAYS = 7;

/** The days of a quarter or a year, and what was done on each. */
export function DaysSection() {
  const { t } = useTranslation("progress");
  const { today } = useFormat();
  const [range, setRange] = useState<Range>("year");
  const from = daysAfter(mondayOf(today()), -DAYS * (WEEKS[range] - 1));
  const days = useQuery({ ...activityQuery(from), placeholderData: keepPreviousData });
  const options = [
    { value: "quarter", label: t("days.quarter") },
    { value: "year", label: t("days.year") },
  ] as const;
  return (
    <div id="days">
      <Section
        actions={<Ranges label={t("days.range")} onChange={setRange} options={options} value={range} />}
        lead={t("days.lead")}
        title={t("days.title")}
      >
        {days.isPending ? <Skeleton lines={5} /> : null}
        {days.isError && !days.data ? (
          <Problem error={days.error} onRetry={() => void days.refetch()} />
        ) : null}
        {days.data ? <Days days={days.data} /> : null}
      </Section>
    </div>
  );
}

function Days({ days }: { readonly days: readonly Schemas["ActiveDayView"][] }) {
  const { t } = useTranslation("progress");
  const { day: dayName, number, today, weekday, month } = useFormat();
  const done = (each: Schemas["ActiveDayView"]) =>
    each.attempts === 0
      ? t("days.nothing", { day: dayName(each.day) })
      : t("days.done", {
          day: dayName(each.day),
          count: each.attempts,
          right: each.correct,
          minutes: minutesOf(each.time_ms),
        });
  const active = days.filter((each) => each.attempts > 0);
  const sum = active.reduce((count, each) => count + each.attempts, 0);
  const monday = mondayOf(days[0]?.day ?? today());
  const summary =
    sum === 0 ? t("days.none") : t("days.caption", { count: active.length, answers: number(sum) });
  return (
    <ChartFigure
      caption={summary}
      numbers={{
        head: [t("days.day"), t("days.answers"), t("days.right"), t("days.minutes")],
        rows: [...active]
          .reverse()
          .map((each) => [
            dayName(each.day),
            number(each.attempts),
            number(each.correct),
            number(minutesOf(each.time_ms)),
          ]),
      }}
    >
      <HeatMap
        days={days.map((each) => ({ day: each.day, value: each.attempts, tip: done(each) }))}
        label={t("days.picture", { title: t("days.title"), summary })}
        monthOf={month}
        weekdays={Array.from({ length: DAYS }, (_, index) => weekday(daysAfter(monday, index)))}
      />
      <Shades />
    </ChartFigure>
  );
}
