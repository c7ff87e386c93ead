import { expect, test } from "vitest";
import { fillOf, levelOf, shareOf } from "@/features/progress/mastery";

const belief = (mastery: number, practiceCount = 1, isMastered = false) => ({
  mastery,
  practiceCount,
  isMastered,
});

test("the steps go from not begun to mastered", () => {
  expect(levelOf(belief(0.2, 0))).toBe("none");
  expect(levelOf(belief(0.39))).toBe("begun");
  expect(levelOf(belief(0.4))).toBe("half");
  expect(levelOf(belief(0.7))).toBe("near");
  expect(levelOf(belief(0.95, 5, true))).toBe("mastered");
});

test("what is assumed of a skill nobody has asked for is not shown as knowing", () => {
  expect(fillOf(belief(0.2, 0))).toBe(0);
});

test("nothing is told to be 100 % before it is mastered", () => {
  expect(shareOf(belief(0.999))).toBe(0.99);
  expect(shareOf(belief(0.999, 5, true))).toBe(1);
});
