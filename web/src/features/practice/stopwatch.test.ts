import { expect, test } from "vitest";
import { stopwatch } from "@/features/practice/stopwatch";

test("only time in sight counts, and a reload loses none of it", () => {
  let now = 1000;
  const watch = stopwatch(() => now, 500);
  expect(watch.read()).toBe(500);
  watch.run();
  now += 2000;
  watch.run();
  now += 1000;
  watch.halt();
  now += 60_000;
  expect(watch.read()).toBe(3500);
  watch.run();
  now += 1;
  expect(watch.read()).toBe(3501);
});
