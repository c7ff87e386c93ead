import { useQuery } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { PromptChoice } from "@/features/identity/PromptChoice";
import { type Reviewing, reviewingQuery, useReviewingChange } from "@/features/identity/preferences";
import { ReviewForecast } from "@/features/identity/ReviewForecast";
import { LEAST_RETENTION, MOST_RETENTION, restDays, STABILITY_AT } from "@/features/identity/retention";
import { Saved } from "@/features/identity/Saved";
import { useFormat } from "@/lib/format";
import styles from "./Settings.module.css";

const EXAMPLE_DAYS = 30;
const SETTLED_MS = 500;

/** By which rule reviews come back, and how sure one wants to be. */
export function ReviewingChoices() {
  const { t } = useTranslation("settings");
  const reviewing = useQuery(reviewingQuery);
  const change = useReviewingChange();
  if (reviewing.isPending) return <Skeleton lines={4} />;
  if (reviewing.isError) return <Problem error={reviewing.error} onRetry={() => void reviewing.refetch()} />;
  const kept = reviewing.data;
  const { scheduler, desired_retention, weights, fit } = kept;
  const wish = { scheduler, desired_retention, weights };
  return (
    <div className={styles.choices}>
      <PromptChoice
        legend={t("reviewing.scheduler")}
        name="scheduler"
        onChange={(chosen) => change.mutate({ ...wish, scheduler: chosen })}
        options={(["fsrs", "sm2"] as const).map((value) => ({
          value,
          label: t(`reviewing.${value}.name`),
          hint: t(`reviewing.${value}.hint`),
        }))}
        value={scheduler}
      />
      {scheduler === "fsrs" ? (
        <>
          <Retention
            onChange={(wished) => change.mutate({ ...wish, desired_retention: wished })}
            reviewing={kept}
          />
          {fit ? (
            <PromptChoice
              hint={fit.text}
              legend={t("reviewing.weights")}
              name="weights"
              onChange={(chosen) => change.mutate({ ...wish, weights: chosen })}
              options={(["default", "fitted"] as const).map((value) => ({
                value,
                label: t(`reviewing.${value}.name`),
                hint: t(`reviewing.${value}.hint`),
              }))}
              value={weights}
            />
          ) : (
            <p>{t("reviewing.notFitted")}</p>
          )}
        </>
      ) : null}
      <Saved change={change} />
      <ReviewForecast wish={wish} />
    </div>
  );
}

type RetentionProps = { readonly reviewing: Reviewing; readonly onChange: (desired: number) => void };

function Retention({ reviewing: { desired_retention: kept }, onChange }: RetentionProps) {
  const { t } = useTranslation("settings");
  const { percent, days } = useFormat();
  const id = useId();
  const [wished, setWished] = useState(kept);
  useEffect(() => setWished(kept), [kept]);
  useEffect(() => {
    if (wished === kept) return;
    const settled = setTimeout(() => onChange(wished), SETTLED_MS);
    return () => clearTimeout(settled);
  }, [wished, kept, onChange]);
  const [usual, rest] = [days(EXAMPLE_DAYS), days(restDays(wished, EXAMPLE_DAYS))];
  return (
    <div className={styles.retention}>
      <label className={styles.question} htmlFor={id}>
        {t("reviewing.retention")}
      </label>
      <output className={styles.figure} htmlFor={id}>
        {percent(wished)}
      </output>
      <input
        aria-describedby={`${id}-means`}
        aria-valuetext={percent(wished)}
        className={styles.range}
        id={id}
        max={MOST_RETENTION}
        min={LEAST_RETENTION}
        onChange={(event) => setWished(Number(event.target.value))}
        step={0.01}
        type="range"
        value={wished}
      />
      <p aria-hidden="true" className={styles.scale}>
        <span>{t("reviewing.fewer")}</span>
        <span>{t("reviewing.more")}</span>
      </p>
      <p id={`${id}-means`}>
        {t(rest === usual ? "reviewing.usual" : "reviewing.means", {
          rest,
          usual,
          standard: percent(STABILITY_AT),
          wished: percent(wished),
        })}
      </p>
    </div>
  );
}
