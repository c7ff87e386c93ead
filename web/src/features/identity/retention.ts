// FSRS-6's default weight 20, by which recall fades: what every account begins with.
const DECAY = -0.1542;
/** What is usual, and what FSRS measures the stability of a memory by. */
export const STABILITY_AT = 0.9;

export const LEAST_RETENTION = 0.7;
export const MOST_RETENTION = 0.97;

/**
 * How long a card rests until the chance of recall has fallen to what is desired, for one that rests as long at 90 %.
 *
 * Source: FSRS-6, interval as the inverse of its forgetting curve.
 */
export function restDays(desired: number, daysAtNinety: number): number {
  const fall = (recall: number) => recall ** (1 / DECAY) - 1;
  return Math.max(1, Math.round((daysAtNinety * fall(desired)) / fall(STABILITY_AT)));
}
