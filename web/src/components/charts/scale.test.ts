import { expect, test } from "vitest";
import { labelWidth, shownLabels, ticks } from "@/components/charts/scale";

test("ticks are round, begin at 0 and reach the largest value", () => {
  expect(ticks(9)).toEqual([0, 5, 10]);
  expect(ticks(37)).toEqual([0, 10, 20, 30, 40]);
  expect(ticks(1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  for (const largest of [2, 3, 7, 12, 40, 99, 273, 1001]) {
    const found = ticks(largest);
    expect(found.at(-1)).toBeGreaterThanOrEqual(largest);
    expect(found.length).toBeLessThanOrEqual(6);
  }
});

test("what is counted is never cut into parts", () => {
  for (const largest of [2, 3, 4, 5])
    for (const tick of ticks(largest)) expect(Number.isInteger(tick)).toBe(true);
});

test("without values there is still a scale", () => {
  expect(ticks(0)).toEqual([0, 1]);
});

test("labels never run into one another, however narrow it is and however unevenly they stand", () => {
  const width = labelWidth("20 Nov");
  for (const room of [240, 320, 1000]) {
    for (const count of [1, 7, 30, 90]) {
      const places = Array.from({ length: count }, (_, index) => room * (index / count) ** 2);
      const shown = [...shownLabels(places, width)].map((index) => places[index] ?? 0);

      expect(shown[0]).toBe(0);
      for (const [index, place] of shown.slice(1).entries()) {
        expect(place - (shown[index] ?? 0)).toBeGreaterThanOrEqual(width);
      }
    }
  }
});
