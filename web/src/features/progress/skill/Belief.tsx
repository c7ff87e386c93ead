import { useTranslation } from "react-i18next";
import { ChartFigure } from "@/components/charts/ChartFigure";
import { Line } from "@/components/charts/Line";
import { Card } from "@/components/ui/Card";
import { Ring } from "@/features/progress/map/Ring";
import { beliefOf, levelOf, shareOf } from "@/features/progress/mastery";
import type { Schemas } from "@/lib/api";
import { classes } from "@/lib/classes";
import { useFormat } from "@/lib/format";
import styles from "./Belief.module.css";

type Detail = Schemas["SkillDetailView"];

/** What is believed now, how sure that is, and how it came about. */
export function Belief({ detail }: { readonly detail: Detail }) {
  const { t } = useTranslation("progress");
  const { percent, number, fromNow } = useFormat();
  const { skill } = detail;
  const belief = beliefOf(skill);
  const level = levelOf(belief);
  const facts = [
    { name: t("skill.answers"), value: number(skill.practice_count) },
    { name: t("skill.streak"), value: number(skill.correct_streak) },
    { name: t("skill.longest"), value: number(skill.longest_streak) },
    { name: t("skill.confidence"), value: percent(skill.confidence) },
  ];
  return (
    <Card className={styles.belief}>
      <div className={styles.now}>
        <Ring belief={belief} size={88} />
        <div>
          <p className={classes(styles.share, level === "none" && styles.words)}>
            {level === "none" ? t("map.notBegun") : percent(shareOf(belief))}
          </p>
          <p className={styles.level}>{t(`skill.level.${level}`)}</p>
          {skill.last_practised_at ? (
            <p className={styles.level}>
              {t("records.last", { when: fromNow(skill.last_practised_at, new Date()) })}
            </p>
          ) : null}
        </div>
      </div>
      {/* Of what nobody has asked for yet, every figure would be an assumption. */}
      {level === "none" ? null : (
        <dl className={styles.facts}>
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={styles.line}>
        <OverTime series={detail.series} />
      </div>
    </Card>
  );
}

function OverTime({ series }: { readonly series: Detail["series"] }) {
  const { t } = useTranslation("progress");
  const { day, dayShort, number, percent } = useFormat();
  const [first, last] = [series[0], series.at(-1)];
  if (first === undefined || last === undefined) return <p className={styles.none}>{t("skill.noSeries")}</p>;
  return (
    <ChartFigure
      caption={t("skill.overTime", {
        count: series.length,
        first: percent(first.mastery),
        last: percent(last.mastery),
        day: day(first.day),
      })}
      numbers={{
        head: [t("days.day"), t("skill.mastery"), t("days.answers")],
        rows: [...series]
          .reverse()
          .map((point) => [day(point.day), percent(point.mastery), number(point.attempts)]),
      }}
    >
      <Line
        columns={series.map((point) => ({
          key: point.day,
          at: shareOfTime(point.day, first.day, last.day),
          tick: dayShort(point.day),
          tip: t("skill.pointTip", {
            day: day(point.day),
            share: percent(point.mastery),
            count: point.attempts,
          }),
        }))}
        format={percent}
        label={t("skill.masteryOverTime")}
        largest={1}
        series={[{ name: t("skill.mastery"), values: series.map((point) => point.mastery) }]}
      />
    </ChartFigure>
  );
}

/** Where a day lies between two others, from 0 to 1. */
function shareOfTime(day: string, first: string, last: string): number {
  const [at, begin, end] = [day, first, last].map((each) => Date.parse(each));
  if (at === undefined || begin === undefined || end === undefined || begin === end) return 0.5;
  return (at - begin) / (end - begin);
}
