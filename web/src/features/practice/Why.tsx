import { useTranslation } from "react-i18next";
import { Meter } from "@/components/ui/Meter";
import type { Next } from "@/features/practice/queries";
import styles from "@/features/practice/Why.module.css";
import { useFormat } from "@/lib/format";

const PARTS = ["due", "gap", "challenge", "exploration", "variety", "information"] as const;
const TELLING = 0.005;

/** Why this question and no other: the reasons, and what share each part has in its score. */
export function Why({ next }: { readonly next: Next }) {
  const { t } = useTranslation("practice");
  const { percent } = useFormat();
  const components = next.components ?? {};
  const parts = PARTS.map((name) => ({ name, value: components[name] ?? 0 }))
    .filter(({ value }) => value >= TELLING)
    .sort((one, other) => other.value - one.value);
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  return (
    <details className={styles.why}>
      <summary>{t("why.title")}</summary>
      <ul className={styles.reasons}>
        {next.reasons.map((reason) => (
          <li key={reason.code}>{reason.text}</li>
        ))}
      </ul>
      {parts.length === 0 ? null : (
        <>
          <p className={styles.note}>{t("why.parts")}</p>
          <dl className={styles.parts}>
            {parts.map(({ name, value }) => (
              <div className={styles.part} key={name}>
                <dt>{t(`why.part.${name}`)}</dt>
                <dd>
                  <Meter label={t(`why.part.${name}`)} size="thin" value={value / whole} />
                  <span>{percent(value / whole)}</span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </details>
  );
}
