/** Time that somebody has looked at a question: it stands still while the page is out of sight. */
export type Stopwatch = {
  readonly run: () => void;
  readonly halt: () => void;
  /** In milliseconds. */
  readonly read: () => number;
};

/**
 * A stopwatch that has not begun to run.
 *
 * @param now milliseconds of a clock that never goes back
 * @param before what was spent on the same question before the page was loaded again
 */
export function stopwatch(now: () => number, before = 0): Stopwatch {
  let spent = before;
  let since: number | null = null;
  return {
    run: () => {
      since ??= now();
    },
    halt: () => {
      if (since !== null) spent += now() - since;
      since = null;
    },
    read: () => Math.round(spent + (since === null ? 0 : now() - since)),
  };
}
