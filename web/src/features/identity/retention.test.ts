import { expect, test } from "vitest";
import { LEAST_RETENTION, MOST_RETENTION, restDays } from "@/features/identity/retention";

test("at 90 % a card rests as long as it does at 90 %", () => {
  expect(restDays(0.9, 30)).toBe(30);
});

test("whoever wants to forget less is asked sooner, as the server schedules it", () => {
  // What lyceum.algorithms.scheduling.fsrs.interval_days(30, desired) gives.
  expect([0.7, 0.8, 0.85, 0.95, 0.97].map((desired) => restDays(desired, 30))).toEqual([279, 99, 57, 12, 7]);
});

test("a card never comes back the same day", () => {
  expect(restDays(MOST_RETENTION, 1)).toBe(1);
  expect(restDays(LEAST_RETENTION, 1)).toBeGreaterThan(1);
});
