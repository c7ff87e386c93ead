import { describe, expect, test } from "vitest";
import { findQuote, markedPieces } from "@/features/documents/quotes";

/** What is marked, put together. */
function marked(texts: readonly string[], quote: string): string[] {
  return findQuote(texts, quote).ranges.map(
    (range) => texts[range.text]?.slice(range.start, range.end) ?? "",
  );
}

const SENTENCE = "The law of demand says that a higher price leads to a lower quantity demanded.";

describe("a quote is found", () => {
  test("in one piece", () => {
    expect(marked([`Before. ${SENTENCE} After.`], SENTENCE)).toEqual([SENTENCE]);
  });

  test("over the pieces a page is printed of", () => {
    const lines = [
      "Before. The law of ",
      "demand says that a higher price",
      "leads to a lower quantity demanded. After.",
    ];
    expect(marked(lines, SENTENCE)).toEqual([
      "The law of",
      "demand says that a higher price",
      "leads to a lower quantity demanded.",
    ]);
  });

  test("where a word is divided at the end of a line", () => {
    expect(marked(["a higher quan-", "tity demanded here"], "higher quantity demanded")).toEqual([
      "higher quan-",
      "tity demanded",
    ]);
    expect(marked(["a higher quan\u00adtity demanded"], "higher quantity demanded")).toEqual([
      "higher quan\u00adtity demanded",
    ]);
  });

  test("where hyphens stand in the quote", () => {
    expect(marked(["a self\u2010fulfilling prophecy is one"], "self-fulfilling prophecy")).toEqual([
      "self\u2010fulfilling prophecy",
    ]);
  });

  test.each([
    ["an ef\ufb01cient \ufb02ow of goods", "efficient flow of goods"],
    ["the \u201cnatural\u201d rate, it\u2019s called", '"natural" rate, it\'s called'],
    ["the cafe\u0301 of the e\u0301lite", "caf\u00e9 of the \u00e9lite"],
    ["spaced    out\u00a0and  so on", "spaced out and so on"],
    ["S P A C E D letters of a heading", "spaced letters of a heading"],
    ["x\u2082 is the second unknown", "x2 is the second unknown"],
    ["THE SMALL CAPITALS of a title", "The Small Capitals of a title"],
  ])("in %j as %j", (page, quote) => {
    expect(findQuote([`Before ${page} after`], quote).share).toBe(1);
  });

  test("where only letters and digits agree", () => {
    expect(findQuote(["the price \u2022 of bread; and butter"], "the price of bread, and butter").share).toBe(
      1,
    );
  });

  test("in pieces around what interrupts it", () => {
    const page = [
      "The law of demand says that a higher",
      "Page 7 of a footer",
      "price leads to a lower quantity demanded.",
    ];
    expect(marked(page, SENTENCE)).toEqual([page[0], page[2]]);
  });

  test("in pieces of one text, and what stands between is not marked", () => {
    const text = "The law of demand says that a higher [1] price leads to a lower quantity demanded.";
    expect(marked([text], SENTENCE)).toHaveLength(2);
    expect(marked([text], SENTENCE).join("")).not.toContain("[1]");
  });

  test("as far as the page goes", () => {
    const found = findQuote(["More text. The law of demand says that a higher price leads", "17"], SENTENCE);
    expect(found.ranges).toHaveLength(1);
    expect(found.share).toBeGreaterThan(0.5);
    expect(found.share).toBeLessThan(1);
  });

  test("where it goes on from the page before", () => {
    expect(marked(["18", "price leads to a lower quantity demanded. Next."], SENTENCE)).toEqual([
      "price leads to a lower quantity demanded.",
    ]);
  });

  test("with letters beyond the basic plane, at their places", () => {
    const text = "\u{1D6FC} and \u{1F600} then the quote of ours";
    expect(marked([text], "the quote of ours")).toEqual(["the quote of ours"]);
    expect(marked([text], "\u{1F600} then the quote")).toEqual(["\u{1F600} then the quote"]);
  });
});

describe("nothing is marked", () => {
  test.each([
    ["where the page says something else", ["Supply is what firms are willing to sell at each price."]],
    ["on an empty page", []],
    ["on a page of pictures", ["", " "]],
  ])("%s", (_, page) => {
    expect(findQuote(page, SENTENCE).ranges).toEqual([]);
  });

  test("for an empty quote", () => {
    expect(findQuote(["Anything"], " \n").ranges).toEqual([]);
  });
});

test("whatever a page is cut into, all of the quote is marked and nothing else", () => {
  const before = "Economists use models. ";
  const page = `${before}${SENTENCE} Its graph slopes downward.`;
  for (let seed = 1; seed <= 200; seed += 1) {
    const pieces = cut(page, seed);
    const letters = marked(pieces, SENTENCE).join("").replace(/\s/g, "");
    expect(letters).toBe(SENTENCE.replace(/\s/g, ""));
  }
});

test("a page that ends anywhere in the quote is marked up to there", () => {
  for (let length = 16; length < SENTENCE.length; length += 1) {
    const { ranges, share } = findQuote([`Before this. ${SENTENCE.slice(0, length)}`], SENTENCE);
    expect(ranges.at(-1)?.end, `${length}`).toBe(13 + SENTENCE.slice(0, length).trimEnd().length);
    expect(share).toBeLessThanOrEqual(1);
  }
});

test("a long page is searched in no time", () => {
  const page = Array.from({ length: 4_000 }, (_, line) => `Line ${line} of a long page with words.`);
  const spent = Array.from({ length: 5 }, () => {
    const began = performance.now();
    expect(findQuote(page, "Something that does not stand there at all, however long.").ranges).toEqual([]);
    return performance.now() - began;
  });
  // Squared it would be minutes; a busy machine may hold up any one of them.
  expect(Math.min(...spent)).toBeLessThan(2_000);
});

describe("a text in pieces", () => {
  test("keeps every letter", () => {
    const pieces = markedPieces("abcdefgh", [
      { start: 5, end: 7 },
      { start: 1, end: 3 },
      { start: 2, end: 4 },
    ]);
    expect(pieces.map((piece) => piece.text).join("")).toBe("abcdefgh");
    expect(pieces.filter((piece) => piece.isMarked).map((piece) => piece.text)).toEqual(["bc", "d", "fg"]);
  });

  test("has one piece where nothing is marked", () => {
    expect(markedPieces("abc", [])).toEqual([{ text: "abc", isMarked: false, start: 0 }]);
  });
});

/** The text in pieces of one to thirteen letters, otherwise for every seed. */
function cut(text: string, seed: number): string[] {
  const pieces = [];
  let [rest, state] = [text, seed];
  while (rest) {
    state = (state * 48_271) % 2_147_483_647;
    const length = 1 + (state % 13);
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return pieces;
}
