import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";

export type Now = Schemas["NowView"];
export type Step = Schemas["StepView"];
export type Overview = Schemas["OverviewView"];
export type Standing = Schemas["RecordView"];

const LOOK_EVERY_MS = 2_000;
// What tells of somebody's things and of what they know, by the first word of its key.
const TELLING = new Set<unknown>(["documents", "home", "learner", "library", "practice", "progress"]);

/** The one thing to do now, and what else could be done. */
export const nowQuery = queryOptions({
  queryKey: ["learner", "now"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/progress/me/now", { signal })),
  // While a document is being read, there is soon something else to do.
  refetchInterval: ({ state }) => (state.data?.action === "wait" ? LOOK_EVERY_MS : false),
});

/** What has been done and is known, in figures, and what is due. */
export const overviewQuery = queryOptions({
  queryKey: ["learner", "overview"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/progress/me", { signal })),
});

/** How many reviews fall on each coming day, today first. */
export function forecastQuery(days: number) {
  return queryOptions({
    queryKey: ["learner", "forecast", days],
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/v1/progress/me/forecast", { params: { query: { days } }, signal }))).items,
  });
}

/** How far somebody is with each subject. */
export const subjectStandingsQuery = queryOptions({
  queryKey: ["learner", "subjects"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/progress/me/subjects", { signal }))).items,
});

/** How far somebody is with each document. */
export const documentStandingsQuery = queryOptions({
  queryKey: ["learner", "documents"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/progress/me/documents", { signal }))).items,
});

/** Standings by the id of what they are of, for `select`. */
export function byId(standings: readonly Standing[]): Readonly<Record<string, Standing>> {
  return Object.fromEntries(standings.map((each) => [each.id, each]));
}

/** After a change: whatever tells of the learner is fetched anew, at once where it is shown, or when it is shown next. */
export function tellAnew(queries: QueryClient, when: "now" | "next" = "now"): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey }) => TELLING.has(queryKey[0]),
    refetchType: when === "now" ? "active" : "none",
  });
}
