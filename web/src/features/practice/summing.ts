import type { Remembered, Review, Skill } from "@/features/practice/queries";

/** What a session has done for a skill. */
export type SkillSum = {
  readonly id: string;
  readonly name: string;
  readonly mastery: number;
  readonly before: number | undefined;
  readonly isMastered: boolean;
  readonly answered: number;
  readonly right: number;
};

/** What became of every skill that a session asked for: those that were asked for most come first. */
export function skillsOf(answers: readonly Remembered[], skills: readonly Skill[]): SkillSum[] {
  const known = new Map(skills.map((skill) => [skill.skill_id, skill]));
  const counts = new Map<string, { answered: number; right: number }>();
  for (const { item, correct } of answers) {
    for (const id of item.skills) {
      const { answered, right } = counts.get(id) ?? { answered: 0, right: 0 };
      counts.set(id, { answered: answered + 1, right: right + (correct ? 1 : 0) });
    }
  }
  return [...counts]
    .flatMap(([id, count]) => {
      const skill = known.get(id);
      if (skill === undefined) return [];
      const { name, mastery, is_mastered: isMastered } = skill;
      return [{ id, name, mastery, before: undefined, isMastered, ...count }];
    })
    .sort((one, other) => other.answered - one.answered);
}

/** How many due items belong to each subject; one that asks for skills of several counts for each. */
export function dueBySubject(due: readonly Review[], skills: readonly Skill[]): Map<string, number> {
  const subjectOf = new Map(skills.map((skill) => [skill.skill_id, skill.subject_id]));
  const counts = new Map<string, number>();
  for (const { item } of due) {
    const subjects = new Set(item.skills.flatMap((id) => subjectOf.get(id) ?? []));
    for (const id of subjects) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
