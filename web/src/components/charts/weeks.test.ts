import { expect, test } from "vitest";
import { daysAfter, mondayOf, rowsOf, shadeOf, weeksOf } from "@/components/charts/weeks";

test("a week begins on Monday, also over the turn of a year", () => {
  expect(mondayOf("2026-01-01")).toBe("2025-12-29");
  expect(mondayOf("2025-12-29")).toBe("2025-12-29");
  expect(mondayOf("2026-01-04")).toBe("2025-12-29");
});

test("days are counted over months, leap days and changes of the clock", () => {
  expect(daysAfter("2024-02-28", 1)).toBe("2024-02-29");
  expect(daysAfter("2026-03-28", 2)).toBe("2026-03-30");
  expect(daysAfter("2026-01-01", -1)).toBe("2025-12-31");
});

test("every day stands in its week, and a week that is not whole has empty cells", () => {
  const days = Array.from({ length: 10 }, (_, index) => ({ day: daysAfter("2026-01-01", index) }));
  const weeks = weeksOf(days);

  expect(weeks).toHaveLength(2);
  expect(weeks[0]?.map((each) => each?.day)).toEqual([
    undefined,
    undefined,
    undefined,
    "2026-01-01",
    "2026-01-02",
    "2026-01-03",
    "2026-01-04",
  ]);
  expect(weeks.flat().filter(Boolean)).toHaveLength(10);
});

test("a year is broken into rows that lose no week", () => {
  const weeks = Array.from({ length: 53 }, (_, index) => index);

  expect(rowsOf(weeks, 60)).toHaveLength(1);
  expect(rowsOf(weeks, 18).flat()).toEqual(weeks);
  for (const row of rowsOf(weeks, 18)) expect(row.length).toBeLessThanOrEqual(18);
});

test("shades rise with the answers", () => {
  expect([0, 1, 5, 6, 12, 24, 300].map(shadeOf)).toEqual([0, 1, 1, 2, 3, 4, 4]);
});
