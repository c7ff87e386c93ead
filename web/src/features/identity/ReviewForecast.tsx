import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Bars } from "@/components/charts/Bars";
import { ChartFigure } from "@/components/charts/ChartFigure";
import { Details } from "@/components/ui/Details";
import { Problem } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { reviewForecastQuery, type Wish } from "@/features/identity/preferences";
import { useFormat } from "@/lib/format";
import styles from "./Settings.module.css";

// Far enough apart that the difference is seen.
const COMPARED: readonly Omit<Wish, "weights">[] = [
  { scheduler: "fsrs", desired_retention: 0.8 },
  { scheduler: "fsrs", desired_retention: 0.9 },
  { scheduler: "fsrs", desired_retention: 0.95 },
  { scheduler: "sm2", desired_retention: 0.9 },
];

/** What the choice brings in the next thirty days, and on request what others would bring. */
export function ReviewForecast({ wish }: { readonly wish: Wish }) {
  const { t } = useTranslation("settings");
  const { day, dayShort, number } = useFormat();
  const forecast = useQuery({ ...reviewForecastQuery(wish), placeholderData: keepPreviousData });
  if (forecast.isPending) return <Skeleton lines={5} />;
  if (forecast.isError) return <Problem error={forecast.error} onRetry={() => void forecast.refetch()} />;
  const { days, total, text } = forecast.data;
  const tip = (each: (typeof days)[number]) =>
    t("reviewing.forecast.tip", { day: day(each.day), count: each.reviews });
  return (
    <div aria-busy={forecast.isPlaceholderData} className={styles.retention}>
      <h3>{t("reviewing.forecast.title")}</h3>
      {total === 0 ? (
        <p>{t("reviewing.forecast.none")}</p>
      ) : (
        <>
          <ChartFigure
            caption={text}
            numbers={{
              head: [t("reviewing.forecast.day"), t("reviewing.forecast.reviews")],
              rows: days.map((each) => [day(each.day), number(each.reviews)]),
            }}
          >
            <Bars
              bars={days.map((each) => ({
                key: each.day,
                tick: dayShort(each.day),
                tip: tip(each),
                value: each.reviews,
              }))}
              format={number}
              label={t("reviewing.forecast.title")}
            />
          </ChartFigure>
          <Others weights={wish.weights} />
        </>
      )}
    </div>
  );
}

/** Asked for once somebody wants to know: each is worked out from all that they have begun. */
function Others({ weights }: Pick<Wish, "weights">) {
  const { t } = useTranslation("settings");
  const [isOpen, setOpen] = useState(false);
  return (
    <Details onToggle={setOpen} summary={t("reviewing.forecast.others")}>
      {isOpen ? <Compared weights={weights} /> : null}
    </Details>
  );
}

function Compared({ weights }: Pick<Wish, "weights">) {
  return (
    <dl className={styles.compared}>
      {COMPARED.map((each) => (
        <OneOther key={`${each.scheduler} ${each.desired_retention}`} wish={{ ...each, weights }} />
      ))}
    </dl>
  );
}

function OneOther({ wish }: { readonly wish: Wish }) {
  const { t } = useTranslation("settings");
  const { number, percent } = useFormat();
  const forecast = useQuery(reviewForecastQuery(wish));
  return (
    <div>
      <dt>
        {wish.scheduler === "fsrs"
          ? t("reviewing.forecast.fsrsAt", { share: percent(wish.desired_retention) })
          : t("reviewing.sm2.name")}
      </dt>
      <dd>
        {forecast.data
          ? t("reviewing.forecast.perDay", { reviews: number(forecast.data.per_day) })
          : t(forecast.isError ? "reviewing.forecast.unknown" : "reviewing.forecast.asking")}
      </dd>
    </div>
  );
}
