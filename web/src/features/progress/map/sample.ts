import { graphOf, type MapSkill, type SkillGraph } from "@/features/progress/map/graph";

/** A skill of a map, for tests. */
export function skill(
  id: string,
  position: number,
  needs: readonly string[] = [],
  more: Partial<MapSkill> = {},
): MapSkill {
  const unknown = { mastery: 0.2, isMastered: false, practiceCount: 0 };
  return { id, name: `Skill ${id}`, position, items: 3, needs, ...unknown, ...more };
}

/** A map of many skills, three in four of them needing up to two of the ten before, for tests. */
export function manySkills(count: number): SkillGraph {
  const skills = Array.from({ length: count }, (_, index) => {
    const needs =
      index % 4 === 0 ? [] : [index - 1 - (index % 7), index - 1 - (index % 3)].filter((need) => need >= 0);
    return skill(String(index), index, [...new Set(needs)].map(String));
  });
  return graphOf(skills);
}
