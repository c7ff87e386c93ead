import { expect, test } from "vitest";
import { excerptOf } from "@/features/documents/excerpts";

const TEXT =
  "First of all there is nothing. Then comes the price. Much later the price and the price floor end it.";

function marksOf(word: string) {
  return [...TEXT.matchAll(new RegExp(word, "g"))].map(({ index }) => ({
    start: index,
    end: index + word.length,
  }));
}

test("a short text stays whole", () => {
  expect(excerptOf(TEXT, marksOf("price"))).toEqual({ text: TEXT, marks: marksOf("price") });
});

test("of a long text, the sentences with most marks are shown, with their marks", () => {
  const { text, marks } = excerptOf(TEXT, marksOf("price"), 41);

  expect(text).toMatch(/^… Much later/);
  expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(["price", "price"]);
});

test("without marks it is the beginning, cut after a word", () => {
  expect(excerptOf(TEXT, [], 25)).toEqual({ text: "First of all there is …", marks: [] });
});
