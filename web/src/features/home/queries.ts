import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";

export type Now = Schemas["NowView"];
export type Step = Schemas["StepView"];
export type Overview = Schemas["OverviewView"];
export type Document = Schemas["DocumentView"];

const LAST_DOCUMENTS = 5;
const LOOK_EVERY_MS = 2_000;

/** The one thing to do now. */
export const nowQuery = queryOptions({
  queryKey: ["home", "now"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/progress/me/now", { signal })),
  // While a document is being read, there is soon something else to do.
  refetchInterval: ({ state }) => (state.data?.action === "wait" ? LOOK_EVERY_MS : false),
});

/** What was done, and what is due. */
export const overviewQuery = queryOptions({
  queryKey: ["home", "overview"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/progress/me", { signal })),
});

/** The documents that came last. */
export const lastDocumentsQuery = queryOptions({
  queryKey: ["home", "documents"],
  queryFn: async ({ signal }) =>
    (await answer(api.GET("/api/v1/documents", { params: { query: { limit: LAST_DOCUMENTS } }, signal })))
      .items,
});

/** How far somebody is with each of their documents, by its id. */
export const documentStandingsQuery = queryOptions({
  queryKey: ["home", "standings"],
  queryFn: async ({ signal }) => {
    const { items } = await answer(api.GET("/api/v1/progress/me/documents", { signal }));
    return new Map(items.map((standing) => [standing.id, standing]));
  },
});
