import type { Review, Skill, Summary } from "@/features/practice/queries";
import type { formats } from "@/lib/format";

type Returning = Summary["returning"][number];
type Calendar = Pick<ReturnType<typeof formats>, "daysUntil">;

/** Items that come back on the same day, in so many days from today. */
export type Return = { readonly days: number; readonly items: readonly Returning[] };

/** What comes back, day by day, the soonest first; what is overdue comes back today. */
export function returnsOf(returning: readonly Returning[], now: Date, { daysUntil }: Calendar): Return[] {
  const byDay = new Map<number, Returning[]>();
  for (const each of returning) {
    const days = Math.max(daysUntil(each.due_at, now), 0);
    byDay.set(days, [...(byDay.get(days) ?? []), each]);
  }
  return [...byDay].map(([days, items]) => ({ days, items })).sort((one, other) => one.days - other.days);
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
