import { expect, test } from "vitest";
import type { Review, Skill, Summary } from "@/features/practice/queries";
import { dueBySubject, returnsOf } from "@/features/practice/summing";
import { formats } from "@/lib/format";

const NOW = new Date(2026, 0, 5, 22, 30);

function returning(stem: string, due: Date): Summary["returning"][number] {
  return { item_id: stem, type: "cloze", stem, due_at: due.toISOString(), interval_days: 1 };
}

test("what comes back is told by day: midnight divides, not twenty-four hours", () => {
  const found = returnsOf(
    [
      returning("late", new Date(2026, 0, 3)),
      returning("one", new Date(2026, 0, 6)),
      returning("other", new Date(2026, 0, 6)),
      returning("week", new Date(2026, 0, 12)),
    ],
    NOW,
    formats("en-GB"),
  );
  expect(found.map(({ days, items }) => [days, items.map(({ stem }) => stem)])).toEqual([
    [0, ["late"]],
    [1, ["one", "other"]],
    [7, ["week"]],
  ]);
});

test("what is due is counted for each subject that it asks for", () => {
  const skills = [
    { skill_id: "a", subject_id: "economics" },
    { skill_id: "b", subject_id: "economics" },
    { skill_id: "c", subject_id: "biology" },
  ] as Skill[];
  const due = [["a", "b"], ["a", "c"], ["gone"]].map((ids) => ({ item: { skills: ids } }) as Review);
  expect(Object.fromEntries(dueBySubject(due, skills))).toEqual({ economics: 2, biology: 1 });
});
