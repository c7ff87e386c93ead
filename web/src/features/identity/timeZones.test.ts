import { expect, test } from "vitest";
import { meantZone, timeZones } from "@/features/identity/timeZones";

const ZONES = [
  "America/New_York",
  "America/North_Dakota/New_Salem",
  "Europe/Berlin",
  "Europe/Busingen",
  "UTC",
];

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  ["europe/berlin", "Europe/Berlin"],
  ["berlin", "Europe/Berlin"],
  [" new york ", "America/New_York"],
  ["utc", "UTC"],
])("%j means %s", (typed, zone) => {
  expect(meantZone(typed, ZONES)).toBe(zone);
});

test.each(["", "europe", "new", "atlantis"])("%j could be several, or none", (typed) => {
  expect(meantZone(typed, ZONES)).toBeUndefined();
});

test("a zone in use is listed even if the browser does not list it", () => {
  expect(timeZones("Asia/Calcutta")).toContain("Asia/Calcutta");
  expect(timeZones()).toContain("UTC");
});
