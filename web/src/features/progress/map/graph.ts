import type { Belief } from "@/features/progress/mastery";

/** One skill of a map. */
export type MapSkill = Belief & {
  readonly id: string;
  readonly name: string;
  /** In the order they are taught, from 0. */
  readonly position: number;
  readonly items: number;
  /** What is better learned before; only skills of the same map. */
  readonly needs: readonly string[];
};

/** Skills and what builds on what, in both directions. */
export type SkillGraph = {
  readonly skills: readonly MapSkill[];
  readonly byId: ReadonlyMap<string, MapSkill>;
  readonly neededBy: ReadonlyMap<string, readonly string[]>;
  /** The edges to draw: one that is told by a longer way is left out. */
  readonly edges: readonly Edge[];
};

export type Edge = { readonly from: string; readonly to: string };

// More than that glowing at once, and it is no advice any more.
const MOST_NEXT = 3;

/** Puts skills in teaching order and joins them; what leads out of the map or round in a circle is dropped. */
export function graphOf(found: readonly MapSkill[]): SkillGraph {
  const ordered = [...found].sort((one, other) => one.position - other.position || compare(one, other));
  const skills = withoutCircles(ordered);
  const byId = new Map(skills.map((skill) => [skill.id, skill]));
  const neededBy = new Map<string, string[]>(skills.map((skill) => [skill.id, []]));
  for (const skill of skills) for (const need of skill.needs) neededBy.get(need)?.push(skill.id);
  const edges = skills.flatMap((skill) => drawn(skill, byId).map((from) => ({ from, to: skill.id })));
  return { skills, byId, neededBy, edges };
}

/** All that a skill needs, and what that needs, and so on. */
export function allNeeds(graph: SkillGraph, id: string): ReadonlySet<string> {
  return reached(id, (each) => graph.byId.get(each)?.needs ?? []);
}

/** All that needs a skill, and what needs that, and so on. */
export function allNeeding(graph: SkillGraph, id: string): ReadonlySet<string> {
  return reached(id, (each) => graph.neededBy.get(each) ?? []);
}

/** What is worth learning next: all it needs is known, itself it is not; what opens most others comes first. */
export function worthNext(graph: SkillGraph): ReadonlySet<string> {
  const isKnown = (id: string) => graph.byId.get(id)?.isMastered ?? true;
  const ready = graph.skills.filter(
    (skill) => !skill.isMastered && skill.items > 0 && skill.needs.every(isKnown),
  );
  const opens = new Map(ready.map((skill) => [skill.id, allNeeding(graph, skill.id).size]));
  const best = ready.sort((one, other) => (opens.get(other.id) ?? 0) - (opens.get(one.id) ?? 0));
  return new Set(best.slice(0, MOST_NEXT).map((skill) => skill.id));
}

function compare(one: MapSkill, other: MapSkill): number {
  return one.id < other.id ? -1 : 1;
}

/** A layout needs a direction. The server refuses circles; a map drawn while one is being mended must not fail. */
function withoutCircles(ordered: readonly MapSkill[]): MapSkill[] {
  const byId = new Map(ordered.map((skill) => [skill.id, skill]));
  const state = new Map<string, "open" | "done">();
  const kept = new Map<string, string[]>();
  const visit = (skill: MapSkill) => {
    state.set(skill.id, "open");
    const needs: string[] = [];
    for (const id of new Set(skill.needs)) {
      const need = byId.get(id);
      if (need === undefined || state.get(id) === "open") continue;
      if (!state.has(id)) visit(need);
      needs.push(id);
    }
    kept.set(skill.id, needs);
    state.set(skill.id, "done");
  };
  for (const skill of ordered) if (!state.has(skill.id)) visit(skill);
  return ordered.map((skill) => ({ ...skill, needs: kept.get(skill.id) ?? [] }));
}

/** The needs of a skill that none of its other needs has. */
function drawn(skill: MapSkill, byId: ReadonlyMap<string, MapSkill>): string[] {
  const needsOf = (id: string) => byId.get(id)?.needs ?? [];
  return skill.needs.filter(
    (need) => !skill.needs.some((other) => other !== need && reached(other, needsOf).has(need)),
  );
}

function reached(id: string, next: (id: string) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const ahead = [...next(id)];
  for (let each = ahead.pop(); each !== undefined; each = ahead.pop()) {
    if (found.has(each)) continue;
    found.add(each);
    ahead.push(...next(each));
  }
  return found;
}
