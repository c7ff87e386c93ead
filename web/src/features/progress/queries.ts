import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { graphOf, type MapSkill, type SkillGraph } from "@/features/progress/map/graph";
import { answer, api, type Schemas } from "@/lib/api";

export type SkillProgress = Schemas["SkillProgressView"];

const EVIDENCE_AT_ONCE = 20;
const LOOK_EVERY_MS = 3_000;
const BUSY = new Set(["queued", "running"]);
// Older jobs have ended; a document that was never read to its end is not asked for again and again.
const RECENT_MS = 60 * 60 * 1000;

/** The skills of a subject, or of one document, with what is believed of each. */
export function skillMapQuery(subjectId: string, documentId?: string) {
  return queryOptions({
    queryKey: ["progress", "map", subjectId, documentId ?? null],
    queryFn: async (): Promise<SkillGraph> => {
      const scope = documentId === undefined ? { subject_id: subjectId } : { document_id: documentId };
      const [skills, beliefs] = await Promise.all([
        answer(api.GET("/api/v1/skills", { params: { query: scope } })),
        answer(api.GET("/api/v1/progress/me/skills", { params: { query: { subject_id: subjectId } } })),
      ]);
      return graphOf(joined(skills.items, beliefs.items));
    },
  });
}

/** Whether a document of the subject is being learned from just now, so that skills may still be added. */
export function growingQuery(subjectId: string) {
  return queryOptions({
    queryKey: ["progress", "growing", subjectId],
    queryFn: async (): Promise<boolean> => {
      const query = { subject_id: subjectId };
      const { items } = await answer(api.GET("/api/v1/documents", { params: { query } }));
      const recent = items.filter((each) => Date.now() - Date.parse(each.created_at) < RECENT_MS);
      const jobs = await Promise.all(
        recent.map(({ job_id }) =>
          answer(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id } } })),
        ),
      );
      return jobs.some((job) => BUSY.has(job.status));
    },
    refetchInterval: (query) => (query.state.data ? LOOK_EVERY_MS : false),
  });
}

function joined(skills: Schemas["SkillView"][], beliefs: SkillProgress[]): MapSkill[] {
  const byId = new Map(beliefs.map((belief) => [belief.skill_id, belief]));
  return skills.map((skill) => {
    const belief = byId.get(skill.id);
    return {
      id: skill.id,
      name: skill.name,
      position: skill.position,
      items: skill.items,
      needs: skill.prerequisites,
      mastery: belief?.mastery ?? 0,
      isMastered: belief?.is_mastered ?? false,
      practiceCount: belief?.practice_count ?? 0,
    };
  });
}

/** What was done on each day from one on, up to today. */
export function activityQuery(from: string) {
  return queryOptions({
    queryKey: ["progress", "activity", from],
    queryFn: async () =>
      (await answer(api.GET("/api/v1/progress/me/activity", { params: { query: { from } } }))).items,
  });
}

/** What is expected to be recalled if nothing is reviewed, and what was recalled week by week. */
export function retentionQuery(days: number) {
  return queryOptions({
    queryKey: ["progress", "retention", days],
    queryFn: () => answer(api.GET("/api/v1/progress/me/retention", { params: { query: { days } } })),
  });
}

/** One skill looked at closely. */
export function skillQuery(skillId: string) {
  return queryOptions({
    queryKey: ["progress", "skill", skillId],
    queryFn: () =>
      answer(api.GET("/api/v1/progress/me/skills/{skill_id}", { params: { path: { skill_id: skillId } } })),
  });
}

/** The answers a belief rests on, the newest first. */
export function evidenceQuery(skillId: string) {
  return infiniteQueryOptions({
    queryKey: ["progress", "evidence", skillId],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/api/v1/practice/attempts", {
          params: {
            query: {
              skill_id: skillId,
              limit: EVIDENCE_AT_ONCE,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
}
