import { expect, test } from "vitest";
import { actOf, type Situation, type Stroke } from "@/features/practice/keys";

const CHOOSING: Situation = { phase: "asking", type: "multiple_choice", options: 3, verdicts: ["w", "f"] };
const JUDGING: Situation = { ...CHOOSING, type: "true_false", options: 2 };
const CARD: Situation = { ...CHOOSING, type: "flashcard", options: 0 };
const TYPING: Situation = { ...CHOOSING, type: "short_answer", options: 0 };

function press(key: string, situation: Situation, more: Partial<Stroke> = {}) {
  const stroke: Stroke = {
    key,
    on: "nothing",
    isEmpty: true,
    isRepeated: false,
    hasModifier: false,
    ...more,
  };
  return actOf(stroke, situation);
}

test("numbers and letters choose an option; what is not offered chooses nothing", () => {
  expect(press("2", CHOOSING)).toEqual({ act: "choose", place: 1 });
  expect(press("C", CHOOSING)).toEqual({ act: "choose", place: 2 });
  expect([press("4", CHOOSING), press("d", CHOOSING), press("0", CHOOSING)]).toEqual([null, null, null]);
});

test("a statement is judged by number or by the letters of the language", () => {
  expect([press("1", JUDGING), press("w", JUDGING)]).toEqual(Array(2).fill({ act: "choose", place: 0 }));
  expect([press("2", JUDGING), press("F", JUDGING)]).toEqual(Array(2).fill({ act: "choose", place: 1 }));
  expect(press("t", JUDGING)).toBeNull();
});

test("Enter and Space turn a card, 1 to 4 rate it once it is turned", () => {
  expect([press("Enter", CARD), press(" ", CARD)]).toEqual(Array(2).fill({ act: "turn" }));
  expect(press("3", CARD)).toBeNull();
  const turned: Situation = { ...CARD, phase: "turned" };
  expect(press("3", turned)).toEqual({ act: "rate", grade: 3 });
  expect(press("3", turned, { on: "control" })).toEqual({ act: "rate", grade: 3 });
  expect([press("5", turned), press("0", turned), press(" ", turned)]).toEqual([null, null, null]);
});

test("Enter answers, and goes on after the verdict", () => {
  expect(press("Enter", CHOOSING)).toEqual({ act: "answer" });
  expect(press("Enter", { ...CHOOSING, phase: "told" })).toEqual({ act: "goOn" });
  expect(press("Enter", { ...CHOOSING, phase: "waiting" })).toBeNull();
});

test("a question mark asks for a hint, unless it is part of what is typed", () => {
  expect(press("?", CHOOSING)).toEqual({ act: "hint" });
  expect(press("?", TYPING, { on: "text", isEmpty: true })).toEqual({ act: "hint" });
  expect(press("?", TYPING, { on: "text", isEmpty: false })).toBeNull();
});

test("what is typed is left alone, and so is a button that has the focus", () => {
  expect([press("1", TYPING, { on: "text" }), press("Enter", TYPING, { on: "text" })]).toEqual([null, null]);
  expect([press("Enter", CARD, { on: "control" }), press(" ", CARD, { on: "control" })]).toEqual([
    null,
    null,
  ]);
});

test("a key that is held, or pressed with another, does nothing", () => {
  expect(press("Enter", { ...CHOOSING, phase: "told" }, { isRepeated: true })).toBeNull();
  expect(press("1", CHOOSING, { hasModifier: true })).toBeNull();
});
