import { expect, test } from "vitest";
import { formats, regional } from "@/lib/format";

test("dates are written as where the reader lives", () => {
  expect(regional("en", ["en-US", "en"])).toBe("en-US");
  expect(regional("en", ["de-AT", "en-AU"])).toBe("en-AU");
  expect(regional("de", ["en-US"])).toBe("de");
  expect(regional("en", ["fr"])).toBe("en-GB");
});

test("a day without a time is that day, wherever the reader is", () => {
  expect(formats("en-GB").day("2026-01-05")).toBe("5 January");
  expect(formats("de").day("2026-01-05")).toBe("5. Januar");
});

test("a moment is told in the time zone that was chosen", () => {
  const late = "2026-11-20T23:30:00Z";
  expect(formats("en-GB", "UTC").day(late)).toBe("20 November");
  expect(formats("en-GB", "Europe/Berlin").day(late)).toBe("21 November");
  expect(formats("en-GB", "Pacific/Kiritimati").moment(late)).toContain("13:30");
});

test("days are counted from midnight to midnight there, also when the clocks change", () => {
  const now = new Date("2026-11-20T23:30:00Z");
  expect(formats("en-GB", "UTC").daysUntil("2026-11-21T00:10:00Z", now)).toBe(1);
  expect(formats("en-GB", "Europe/Berlin").daysUntil("2026-11-21T00:10:00Z", now)).toBe(0);
  expect(formats("en-GB", "Europe/Berlin").daysUntil("2026-11-22", now)).toBe(1);
  expect(
    formats("en-GB", "Europe/Berlin").daysUntil("2026-10-25T23:10:00Z", new Date("2026-10-24T22:10:00Z")),
  ).toBe(1);
  expect(formats("en-GB", "America/New_York").daysUntil("2026-11-19T12:00:00Z", now)).toBe(-1);
});
