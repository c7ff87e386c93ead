import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";

export type Now = Schemas["NowView"];
export type Step = Schemas["StepView"];
export type Overview = Schemas["OverviewView"];
export type Document = Schemas["DocumentView"];
export type Job = Schemas["JobView"];

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

/** The job that learns from a document, looked at again while it runs. */
export function jobQuery(jobId: string) {
  return queryOptions({
    queryKey: ["job", jobId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: jobId } }, signal })),
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? LOOK_EVERY_MS : false),
  });
}

/** Whether a job has yet to end. */
export function isUnderWay(job: Job | undefined): boolean {
  return job?.status === "queued" || job?.status === "running";
}

/** Begins a session over a subject, and gives its id. */
export async function startSession(subjectId: string, kind: "practice" | "placement"): Promise<string> {
  const body = { subject_id: subjectId, kind };
  return (await answer(api.POST("/api/v1/practice/sessions", { body }))).id;
}

/** Sends a file to be learned from. */
export async function sendDocument(file: File): Promise<Schemas["UploadView"]> {
  const form = new FormData();
  form.append("file", file);
  // The description calls a file a string, as OpenAPI does.
  const body = form as unknown as Schemas["Body_upload_api_v1_documents_post"];
  return answer(
    api.POST("/api/v1/documents", { body, bodySerializer: (sent) => sent as unknown as FormData }),
  );
}
