import { expect, test } from "vitest";
import type { Item } from "@/features/practice/queries";
import {
  blankOf,
  isBlank,
  markedIn,
  NOTHING,
  piecesOf,
  responseOf,
  wordsOf,
} from "@/features/practice/responses";

function item(type: Item["type"], more: Partial<Item> = {}): Item {
  return {
    id: "i",
    version: 1,
    type,
    stem: "?",
    options: null,
    gaps: null,
    skills: [],
    source: null,
    ...more,
  };
}
const CHOICE = item("multiple_choice", {
  options: [
    { id: "a", text: "It falls." },
    { id: "b", text: "It rises." },
  ],
});
const CLOZE = item("cloze", { stem: "____ and ____ meet.", gaps: 2 });
const verdict = (isTrue: boolean) => (isTrue ? "wahr" : "falsch");

test("each type's answer has the shape that the API takes", () => {
  expect(responseOf(CLOZE, { texts: [" demand ", "supply"], choice: null })).toEqual(["demand", "supply"]);
  expect(responseOf(CLOZE, { texts: ["", "supply"], choice: null })).toEqual(["", "supply"]);
  expect(responseOf(item("short_answer"), { texts: ["osmosis "], choice: null })).toBe("osmosis");
  expect(responseOf(CHOICE, { texts: [], choice: "b" })).toBe("b");
  expect(responseOf(item("true_false"), { texts: [], choice: "false" })).toBe(false);
});

test("nothing is an answer before anything was given", () => {
  for (const each of [CLOZE, CHOICE, item("short_answer"), item("true_false"), item("flashcard")]) {
    expect(responseOf(each, NOTHING)).toBeUndefined();
  }
  expect(responseOf(item("short_answer"), { texts: ["   "], choice: null })).toBeUndefined();
});

test("not knowing is an answer of its own, also where something is chosen", () => {
  expect(blankOf(CLOZE)).toEqual(["", ""]);
  expect([blankOf(CHOICE), blankOf(item("true_false")), blankOf(item("short_answer"))]).toEqual(["", "", ""]);
  expect(blankOf(item("flashcard"))).toBe(1);
  expect([isBlank(["", ""]), isBlank(""), isBlank(["", "x"]), isBlank(false)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("keys and answers are told in words", () => {
  expect(wordsOf(CHOICE, "b", verdict)).toEqual(["It rises."]);
  expect(wordsOf(item("true_false"), false, verdict)).toEqual(["falsch"]);
  expect(wordsOf(CLOZE, ["demand", ""], verdict)).toEqual(["demand"]);
  expect(wordsOf(item("flashcard"), 3, verdict)).toEqual([]);
});

test("a cloze sentence is cut at its gaps, however long they are drawn", () => {
  expect(piecesOf("____ and _____ meet.")).toEqual(["", " and ", " meet."]);
});

test("terms are marked as whole words, in any case and over line breaks, and text stays text", () => {
  const marked = (quote: string, terms: string[]) =>
    markedIn(quote, terms)
      .map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
      .join("");
  expect(marked("Demand curves show demand.", ["demand"])).toBe("[Demand] curves show [demand].");
  expect(marked("The law of\ndemand holds.", ["law of demand"])).toBe("The [law of\ndemand] holds.");
  expect(marked("Costs (C++) <b> rise.", ["C++", "<b>"])).toBe("Costs ([C++]) [<b>] rise.");
  expect(marked("需要の法則が成り立つ。", ["需要の法則"])).toBe("[需要の法則]が成り立つ。");
  expect(marked("Nothing here.", ["", "art"])).toBe("Nothing here.");
});
