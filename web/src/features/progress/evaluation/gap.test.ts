import { expect, test } from "vitest";
import { meanGap } from "@/features/progress/evaluation/gap";

test("the gap is that of answers, not of bins", () => {
  const bins = [
    { predicted: 0.2, observed: 0.3, count: 30 },
    { predicted: 0.8, observed: 0.6, count: 10 },
  ];

  expect(meanGap(bins)).toBeCloseTo(0.125);
});

test("without answers nothing is off", () => {
  expect(meanGap([])).toBe(0);
});
