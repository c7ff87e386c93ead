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

/** A map of many skills, each needing up to two of those before it, for tests. */
export function manySkills(count: number): SkillGraph {
  const skills = Array.from({ length: count }, (_, index) => {
    const needs = index % 4 === 0 ? [] : [(index * 7) % index, (index * 13) % index];
    return skill(String(index), index, [...new Set(needs)].map(String));
  });
  return graphOf(skills);
}
