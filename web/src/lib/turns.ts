// Of one person Lyceum takes twenty requests a second, in all their tabs; its second is a little longer than ours.
const MOST = 15;
const WITHIN_MS = 1_100;

const given: number[] = [];

/**
 * Takes a turn to send a request.
 *
 * @param mayWait whether it may be put off; what may not goes at once, and counts all the same
 * @returns when it is its turn; nothing if that is now
 */
export function turn(mayWait: boolean): Promise<void> | undefined {
  const now = Date.now();
  const fifteenBefore = given.length < MOST ? 0 : (given[given.length - MOST] ?? 0);
  const at = mayWait ? Math.max(now, fifteenBefore + WITHIN_MS) : now;
  given.push(at);
  if (given.length > MOST) given.splice(0, given.length - MOST);
  return at === now ? undefined : new Promise((resolve) => setTimeout(resolve, at - now));
}
