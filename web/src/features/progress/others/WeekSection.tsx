import { useTranslation } from "react-i18next";
import { Bars } from "@/components/charts/Bars";
import { ChartFigure } from "@/components/charts/ChartFigure";
import { Section } from "@/components/ui/Page";
import { minutesOf } from "@/features/progress/page/minutes";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";

type Day = Schemas["ActiveDayView"];

/** What was done on each of the last seven days. */
export function WeekSection({ days }: { readonly days: readonly Day[] }) {
  const { t } = useTranslation("progress");
  const { day: dayName, dayShort, number } = useFormat();
  const active = days.filter((each) => each.attempts > 0);
  const sum = active.reduce((count, each) => count + each.attempts, 0);
  const done = (each: Day) =>
    each.attempts === 0
      ? t("days.nothing", { day: dayName(each.day) })
      : t("days.done", {
          day: dayName(each.day),
          count: each.attempts,
          right: each.correct,
          minutes: minutesOf(each.time_ms),
        });
  return (
    <Section title={t("others.week")}>
      {sum === 0 ? (
        <p>{t("others.weekNone")}</p>
      ) : (
        <ChartFigure
          caption={t("days.caption", { count: active.length, answers: number(sum) })}
          numbers={{
            head: [t("days.day"), t("days.answers"), t("days.right"), t("days.minutes")],
            rows: days.map((each) => [
              dayName(each.day),
              number(each.attempts),
              number(each.correct),
              number(minutesOf(each.time_ms)),
            ]),
          }}
        >
          <Bars
            bars={days.map((each) => ({
              key: each.day,
              tick: dayShort(each.day),
              tip: done(each),
              value: each.attempts,
            }))}
            format={number}
            label={t("others.week")}
          />
        </ChartFigure>
      )}
    </Section>
  );
}
