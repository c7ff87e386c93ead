import { describe, expect, test } from "vitest";
import {
  type Draft,
  draftOf,
  editOf,
  emptyDraft,
  gapsOf,
  missingOf,
  newItemOf,
  withOption,
  withoutOption,
} from "@/features/library/itemDraft";
import type { Item } from "@/features/library/queries";

const draft = (change: Partial<Draft>): Draft => ({ ...emptyDraft(["s"]), stem: "What is it?", ...change });

test("a flashcard has a text as its key", () => {
  const written = draft({ back: " A thing. " });
  expect(missingOf(written)).toEqual({});
  expect(newItemOf(written)).toEqual({
    type: "flashcard",
    stem: "What is it?",
    key: "A thing.",
    accepted: [],
    skill_ids: ["s"],
    jurisdictions: [],
  });
});

test("a cloze item has a key for each gap, the first of what counts as right", () => {
  const written = draft({
    type: "cloze",
    stem: "____ rises, ____ falls.",
    accepted: ["Price\nthe price", "demand"],
  });
  expect(gapsOf(written)).toBe(2);
  expect(missingOf(written)).toEqual({});
  expect(newItemOf(written)).toMatchObject({
    key: ["Price", "demand"],
    accepted: [["Price", "the price"], ["demand"]],
  });
});

test("a short answer has one key, and what else counts as right", () => {
  const written = draft({ type: "short_answer", accepted: ["price\n\n cost "] });
  expect(newItemOf(written)).toMatchObject({ key: "price", accepted: [["price", "cost"]] });
});

test("a multiple-choice item has the id of an option as its key", () => {
  const options = [
    { id: "a", text: "It falls." },
    { id: "b", text: "It rises." },
  ];
  const written = draft({ type: "multiple_choice", options, right: "b" });
  expect(missingOf(written)).toEqual({});
  expect(newItemOf(written)).toMatchObject({ key: "b", options, accepted: [] });
});

test("an item applies in the countries that are named, however they are written", () => {
  const written = draft({ back: "A thing.", countries: "de, AT ;fr" });
  expect(missingOf(written)).toEqual({});
  expect(newItemOf(written).jurisdictions).toEqual(["DE", "AT", "FR"]);
  expect(editOf(written, 2).jurisdictions).toEqual(["DE", "AT", "FR"]);
  expect(missingOf(draft({ back: "A thing.", countries: "Germany" }))).toEqual({ countries: "country" });
});

test("a statement has a verdict as its key", () => {
  expect(newItemOf(draft({ type: "true_false", verdict: "false" })).key).toBe(false);
});

describe("it is told what is missing", () => {
  test.each<[Partial<Draft>, object]>([
    [{ stem: " ", back: "b" }, { stem: "stem" }],
    [{}, { back: "back" }],
    [{ type: "cloze" }, { stem: "gap" }],
    [{ type: "cloze", stem: "____ and ____", accepted: ["one"] }, { accepted: "answer" }],
    [{ type: "short_answer", accepted: ["\n "] }, { accepted: "answer" }],
    [{ type: "multiple_choice" }, { options: "options" }],
    [
      {
        type: "multiple_choice",
        options: [
          { id: "a", text: "Yes" },
          { id: "b", text: " yes" },
        ],
      },
      { options: "same" },
    ],
    [{ type: "true_false", skillIds: [] }, { skillIds: "skill" }],
  ])("%j", (change, missing) => {
    expect(missingOf(draft(change))).toEqual(missing);
  });
});

test("options come and go, and one of them is always right", () => {
  const more = withOption(emptyDraft());
  expect(more.options.map(({ id }) => id)).toEqual(["a", "b", "c"]);

  const fewer = withoutOption({ ...more, right: "a" }, "a");
  expect(fewer.options.map(({ id }) => id)).toEqual(["b", "c"]);
  expect(fewer.right).toBe("b");
  expect(withOption(fewer).options.map(({ id }) => id)).toEqual(["b", "c", "a"]);
});

test("an item that is read and saved unchanged says the same", () => {
  const item: Item = {
    id: "i",
    version: 3,
    type: "cloze",
    stem: "The ____ is a line.",
    key: ["demand curve"],
    accepted: [["demand curve", "curve of demand"]],
    options: null,
    skills: [{ id: "s", name: "Demand" }],
    source: null,
    status: "active",
    withheld: false,
    jurisdictions: [],
  };
  expect(editOf(draftOf(item), item.version)).toEqual({
    of_version: 3,
    jurisdictions: [],
    stem: "The ____ is a line.",
    key: ["demand curve"],
    accepted: [["demand curve", "curve of demand"]],
  });
});
