import { infiniteQueryOptions, queryOptions, useQueryClient } from "@tanstack/react-query";
import { graphOf, type MapSkill, type SkillGraph } from "@/features/progress/map/graph";
import { answer, api, type Schemas } from "@/lib/api";
import { everyPage, PAGE_LIMIT } from "@/lib/paging";

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
      const [skills, beliefs] = await Promise.all([
        everyPage<Schemas["SkillView"]>((cursor) =>
          answer(
            api.GET("/api/v1/subjects/{subject_id}/skills", {
              params: {
                path: { subject_id: subjectId },
                query: {
                  limit: PAGE_LIMIT,
                  ...(documentId && { document_id: documentId }),
                  ...(cursor && { cursor }),
                },
              },
            }),
          ),
        ),
        answer(api.GET("/api/v1/progress/me/skills", { params: { query: { subject_id: subjectId } } })),
      ]);
      return graphOf(joined(skills, beliefs.items));
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

// Each look stands in the learner's log: what was seen is not looked at again by itself.
const SEEN_MS = 10 * 60_000;
const LOOKED_ONCE = { staleTime: SEEN_MS, refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

/** What somebody has done and knows, for their teachers and guardians. */
export function statsQuery(personId: string) {
  return queryOptions({
    queryKey: ["others", "stats", personId],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/progress/users/{user_id}", { params: { path: { user_id: personId } }, signal }),
      ),
    ...LOOKED_ONCE,
  });
}

/** What is believed of each of somebody's skills, also of those not begun. */
export function skillsOfQuery(personId: string) {
  return queryOptions({
    queryKey: ["others", "skills", personId],
    queryFn: async ({ signal }) =>
      (
        await answer(
          api.GET("/api/v1/progress/users/{user_id}/skills", {
            params: { path: { user_id: personId } },
            signal,
          }),
        )
      ).items,
    ...LOOKED_ONCE,
  });
}

/** How well answers are predicted here, and by what. */
export const evaluationQuery = queryOptions({
  queryKey: ["progress", "evaluation"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/practice/evaluation", { signal })),
});

/** Every predictor there ever was, the newest first; for who may manage them. */
export const predictorsQuery = queryOptions({
  queryKey: ["progress", "evaluation", "predictors"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/practice/predictors", { signal }))).items,
});

/** Takes a predictor back that is told to somebody; gives what serves then. */
export function useRollback() {
  const queries = useQueryClient();
  return async (name: string) => {
    const serving = await answer(
      api.POST("/api/v1/practice/predictors/{name}/rollback", { params: { path: { name } } }),
    );
    await queries.invalidateQueries({ queryKey: evaluationQuery.queryKey });
    return serving;
  };
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
