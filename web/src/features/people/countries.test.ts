import { expect, test } from "vitest";
import { countries, countryName } from "@/features/people/countries";

test("every country has a name of its own, in the order of the language", () => {
  const named = countries("de");

  expect(named).toHaveLength(249);
  expect(new Set(named.map(({ name }) => name)).size).toBe(named.length);
  // Not at the end, where the letter stands among all others.
  expect(named.findIndex(({ code }) => code === "EG")).toBeLessThan(
    named.findIndex(({ code }) => code === "BE"),
  );
});

test("a country is named in the language of the page", () => {
  expect([countryName("DE", "en"), countryName("DE", "de")]).toEqual(["Germany", "Deutschland"]);
});
