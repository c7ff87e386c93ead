import { expect, test } from "vitest";
import { apartOf } from "@/features/practice/statistics/apart";

test("a correlation has a word, and one well below nothing is the wrong way round", () => {
  expect([-0.21, -0.2, 0, 0.19, 0.2, 0.29, 0.3, 1].map(apartOf)).toEqual([
    "wrong",
    "hardly",
    "hardly",
    "hardly",
    "somewhat",
    "somewhat",
    "well",
    "well",
  ]);
});
