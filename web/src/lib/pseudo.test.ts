import { expect, test } from "vitest";
import { pseudo, pseudoCatalogue } from "@/lib/pseudo";

test("a pseudo text keeps what is filled in, and is longer", () => {
  const text = pseudo("{{count}} cards in <1>this deck</1>");
  expect(text).toMatch(/^⟦\{\{count\}\}.*<1>.*<\/1>~+⟧$/);
  expect(text).not.toContain("cards");
});

test("every text of a catalogue is changed, however deep", () => {
  expect(pseudoCatalogue({ a: { b: "no" } })).toEqual({ a: { b: "⟦ñö⟧" } });
});
