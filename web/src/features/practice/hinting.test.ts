import { expect, test } from "vitest";
import { mayHaveHints } from "@/features/practice/hinting";

const OPTION = { id: "a", text: "A" };
const SOURCE = { document_id: "d", passage_id: "p", page: 1, quote: null };

test("whatever comes from a document can be pointed at", () => {
  expect(mayHaveHints({ type: "flashcard", source: SOURCE, options: null })).toBe(true);
});

test.each([
  ["flashcard", null, false],
  ["true_false", null, false],
  ["short_answer", null, true],
  ["cloze", null, true],
  ["multiple_choice", [OPTION, OPTION], false],
  ["multiple_choice", [OPTION, OPTION, OPTION], true],
] as const)("%s of one's own with the options %j: %s", (type, options, has) => {
  expect(mayHaveHints({ type, source: null, options: options === null ? null : [...options] })).toBe(has);
});
