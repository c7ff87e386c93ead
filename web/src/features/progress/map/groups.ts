import type { MapSkill, SkillGraph } from "@/features/progress/map/graph";

/** The groups of skills that hang together, and those that stand alone; both in teaching order. */
export function parts(graph: SkillGraph): { groups: MapSkill[][]; alone: MapSkill[] } {
  const seen = new Set<string>();
  const groups: MapSkill[][] = [];
  const alone: MapSkill[] = [];
  for (const skill of graph.skills) {
    if (seen.has(skill.id)) continue;
    const group = new Set<string>();
    const ahead = [skill.id];
    for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
      if (group.has(id)) continue;
      group.add(id);
      ahead.push(...(graph.byId.get(id)?.needs ?? []), ...(graph.neededBy.get(id) ?? []));
    }
    for (const id of group) seen.add(id);
    if (group.size === 1) alone.push(skill);
    else groups.push(graph.skills.filter((each) => group.has(each.id)));
  }
  return { groups, alone };
}

/** The layer of each skill: below all it needs, and in the next one with room. */
export function layersOf(group: readonly MapSkill[], columns: number): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const byId = new Map(group.map((skill) => [skill.id, skill]));
  const depth = (skill: MapSkill): number => {
    const known = depths.get(skill.id);
    if (known !== undefined) return known;
    const found = 1 + Math.max(-1, ...skill.needs.map((id) => depth(byId.get(id) ?? skill)));
    depths.set(skill.id, found);
    return found;
  };
  const layers = new Map<string, number>();
  const taken: number[] = [];
  for (const skill of [...group].sort((one, other) => depth(one) - depth(other))) {
    let layer = 1 + Math.max(-1, ...skill.needs.map((id) => layers.get(id) ?? -1));
    while ((taken[layer] ?? 0) >= columns) layer += 1;
    taken[layer] = (taken[layer] ?? 0) + 1;
    layers.set(skill.id, layer);
  }
  return layers;
}
