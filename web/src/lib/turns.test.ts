import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { turn } from "@/lib/turns";

let later = 0;

beforeEach(() => {
  vi.useFakeTimers();
  // Whatever another test has sent is long ago.
  later += 60_000;
  vi.setSystemTime(Date.now() + later);
});
afterEach(() => void vi.useRealTimers());

test("fifteen go at once, the next ones as soon as there is room", async () => {
  const sent: number[] = [];
  const start = Date.now();
  for (let number = 0; number < 40; number += 1) {
    const waiting = turn(true);
    void Promise.resolve(waiting).then(() => sent.push(Date.now() - start));
  }

  await vi.advanceTimersByTimeAsync(5_000);

  expect(sent.filter((at) => at === 0)).toHaveLength(15);
  expect(sent.filter((at) => at === 1_100)).toHaveLength(15);
  expect(sent.filter((at) => at === 2_200)).toHaveLength(10);
});

test("what may not wait goes at once, and what comes after it waits the longer", async () => {
  for (let number = 0; number < 15; number += 1) turn(true);

  expect(turn(false)).toBeUndefined();
  expect(turn(true)).toBeInstanceOf(Promise);
});

test("after a quiet second nobody waits", async () => {
  for (let number = 0; number < 15; number += 1) turn(true);
  await vi.advanceTimersByTimeAsync(1_200);

  expect(turn(true)).toBeUndefined();
});
