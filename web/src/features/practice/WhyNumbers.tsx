import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Meter } from "@/components/ui/Meter";
import { Problem } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { difficultyQuery, predictionQuery } from "@/features/practice/queries";
import styles from "@/features/practice/Why.module.css";
import { useFormat } from "@/lib/format";

const PARTS = ["due", "gap", "challenge", "exploration", "variety", "information"] as const;
const TELLING = 0.005;

type WhyNumbersProps = {
  readonly itemId: string;
  /** What each part added to the question's score. */
  readonly components: Readonly<Record<string, number>>;
};

/** How likely a right answer is thought to be, and what share each part has in the question's score. */
export function WhyNumbers({ itemId, components }: WhyNumbersProps) {
  const { t } = useTranslation("practice");
  const [isOpen, setOpen] = useState(false);
  const parts = PARTS.map((name) => ({ name, value: components[name] ?? 0 }))
    .filter(({ value }) => value >= TELLING)
    .sort((one, other) => other.value - one.value);
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("why.numbers")}</summary>
      {isOpen ? <Chance itemId={itemId} /> : null}
      {parts.length === 0 ? null : (
        <>
          <p className={styles.note}>{t("why.parts")}</p>
          <dl className={styles.parts}>
            {parts.map(({ name, value }) => (
              <Share key={name} name={t(`why.part.${name}`)} value={value / whole} />
            ))}
          </dl>
        </>
      )}
    </details>
  );
}

/** What is predicted of the answer, asked for once somebody wants to know. */
function Chance({ itemId }: { readonly itemId: string }) {
  const { t } = useTranslation("practice");
  const prediction = useQuery(predictionQuery(itemId));
  const { data: difficulty } = useQuery(difficultyQuery(itemId));
  if (prediction.isPending) return <Skeleton lines={2} />;
  if (prediction.isError) {
    return <Problem error={prediction.error} onRetry={() => void prediction.refetch()} />;
  }
  const { chance, confidence, reasons } = prediction.data;
  return (
    <>
      <dl className={styles.parts}>
        <Share name={t("why.chance")} value={chance} />
        <Share name={t("why.rests")} value={confidence} />
      </dl>
      {difficulty ? (
        <p className={styles.note}>
          {difficulty.chance}{" "}
          {difficulty.answers === 0 ? t("why.asMade") : t("why.measured", { count: difficulty.answers })}
        </p>
      ) : null}
      {reasons.length === 0 ? null : (
        <>
          <p className={styles.note}>{t("why.because")}</p>
          <ul className={styles.reasons}>
            {reasons.map((reason) => (
              <li key={reason.feature}>{reason.text}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Share({ name, value }: { readonly name: string; readonly value: number }) {
  const { percent } = useFormat();
  return (
    <div className={styles.part}>
      <dt>{name}</dt>
      <dd>
        <Meter label={name} size="thin" value={value} />
        <span>{percent(value)}</span>
      </dd>
    </div>
  );
}
