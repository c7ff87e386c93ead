const MINUTE_MS = 60_000;

/** Minutes as they are told: one that was begun counts. */
export function minutesOf(ms: number): number {
  return Math.ceil(ms / MINUTE_MS);
}
