import type { Belief } from "@/features/progress/mastery";
import { fillOf, levelOf } from "@/features/progress/mastery";
import { classes } from "@/lib/classes";
import styles from "./Ring.module.css";

const RADIUS = 11;
const ROUND = 2 * Math.PI * RADIUS;

/** A ring as full as a skill is known, with a mark once it is mastered; always beside the share in words. */
export function Ring({ belief, size = 28 }: { readonly belief: Belief; readonly size?: number }) {
  const level = levelOf(belief);
  const fill = level === "mastered" ? 1 : fillOf(belief);
  return (
    <svg
      aria-hidden="true"
      className={classes(styles.ring, styles[level])}
      height={size}
      viewBox="0 0 28 28"
      width={size}
    >
      <circle className={styles.track} cx="14" cy="14" r={RADIUS} />
      <circle
        className={styles.fill}
        cx="14"
        cy="14"
        r={RADIUS}
        style={{ strokeDasharray: ROUND, strokeDashoffset: ROUND * (1 - fill) }}
        transform="rotate(-90 14 14)"
      />
      {level === "mastered" ? <path className={styles.mark} d="m9 14.4 3.4 3.4 6.6-7.2" /> : null}
    </svg>
  );
}
