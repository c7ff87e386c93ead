import { classes } from "@/lib/classes";
import { useFormat } from "@/lib/format";
import styles from "./Meter.module.css";

type MeterProps = {
  /** From 0 to 1. */
  readonly value: number;
  /** What it measures; read out with the figure. */
  readonly label: string;
  /** Where it stood before, to show what has changed. */
  readonly before?: number;
  readonly size?: "thin" | "medium";
};

/** How much of something there is, such as the mastery of a skill. */
export function Meter({ value, label, before, size = "medium" }: MeterProps) {
  const { percent } = useFormat();
  const low = Math.min(value, before ?? value);
  return (
    <div
      aria-label={label}
      aria-valuemax={100}
      aria-valuemin={0}
      aria-valuenow={Math.round(value * 100)}
      aria-valuetext={percent(value)}
      className={classes(styles.meter, styles[size])}
      role="meter"
    >
      <div className={styles.value} style={{ width: `${low * 100}%` }} />
      {before !== undefined && before !== value ? (
        <div
          className={value > before ? styles.gained : styles.lost}
          style={{ width: `${Math.abs(value - before) * 100}%` }}
        />
      ) : null}
    </div>
  );
}

type ProgressProps = { readonly percent: number; readonly label: string };

/** How far a long piece of work has come. */
export function ProgressBar({ percent, label }: ProgressProps) {
  return (
    <div
      aria-label={label}
      aria-valuemax={100}
      aria-valuemin={0}
      aria-valuenow={Math.round(percent)}
      className={classes(styles.meter, styles.medium)}
      role="progressbar"
    >
      <div className={styles.value} style={{ width: `${percent}%` }} />
    </div>
  );
}
