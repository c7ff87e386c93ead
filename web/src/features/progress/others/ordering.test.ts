import { expect, test } from "vitest";
import { leastKnownFirst } from "@/features/progress/others/ordering";
import type { SkillProgress } from "@/features/progress/queries";

const skill = (name: string, mastery: number, practice_count: number) =>
  ({ name, mastery, practice_count }) as SkillProgress;

test("what was practised and is least known comes first, what was not begun last", () => {
  const found = leastKnownFirst([
    skill("not begun", 0.2, 0),
    skill("known", 0.9, 4),
    skill("shaky", 0.3, 2),
    skill("also not begun", 0.2, 0),
  ]);

  expect(found.map(({ name }) => name)).toEqual(["shaky", "known", "also not begun", "not begun"]);
});
