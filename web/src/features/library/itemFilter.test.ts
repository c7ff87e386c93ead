import { expect, test } from "vitest";
import { EVERYTHING, fits, isOn } from "@/features/library/itemFilter";
import type { Item } from "@/features/library/queries";

const item: Item = {
  id: "i",
  version: 1,
  type: "flashcard",
  stem: "What is demand?",
  key: "What consumers are willing to buy.",
  accepted: [],
  options: null,
  skills: [{ id: "s", name: "Law of demand" }],
  source: null,
  status: "active",
  withheld: false,
  jurisdictions: [],
};

test("everything is shown where nothing is looked for", () => {
  expect(isOn(EVERYTHING)).toBe(false);
  expect(fits(item, EVERYTHING)).toBe(true);
});

test("words are looked for in question, answer and skills, in any order", () => {
  expect(fits(item, { text: "LAW consumers demand", type: "" })).toBe(true);
  expect(fits(item, { text: "demand supply", type: "" })).toBe(false);
});

test("of an item whose answer is withheld, the question is looked at", () => {
  const withheld = { ...item, key: null, accepted: null, skills: null, withheld: true };
  expect(fits(withheld, { text: "demand", type: "flashcard" })).toBe(true);
  expect(fits(withheld, { text: "consumers", type: "" })).toBe(false);
  expect(fits(withheld, { text: "", type: "cloze" })).toBe(false);
});
