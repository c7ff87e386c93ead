import type { SkillProgress } from "@/features/progress/queries";

/** Skills as somebody needs them who helps: what was practised and is least known comes first, what was not begun last. */
export function leastKnownFirst(skills: readonly SkillProgress[]): readonly SkillProgress[] {
  const isBegun = (skill: SkillProgress) => skill.practice_count > 0;
  return [...skills].sort(
    (one, other) =>
      Number(isBegun(other)) - Number(isBegun(one)) ||
      one.mastery - other.mastery ||
      one.name.localeCompare(other.name),
  );
}
