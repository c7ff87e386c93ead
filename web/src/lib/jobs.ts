import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, api, type Schemas } from "@/lib/api";

/** A long piece of work on the server, which goes on whether or not somebody watches. */
export type Job = Schemas["JobView"];

const LOOK_EVERY_MS = 2_000;
// A browser opens six connections to one host, and a stream holds one for as long as it is open.
const MOST_STREAMS = 2;

type Stream = { readonly source: EventSource; watchers: number };

const streams = new Map<string, Stream>();

/** Whether a job has yet to end. */
export function isUnderWay(job: Job | undefined): boolean {
  return job?.status === "queued" || job?.status === "running";
}

/** A job; looked at every other second where no stream tells of it. */
function jobQuery(jobId: string) {
  return queryOptions({
    queryKey: ["job", jobId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: jobId } }, signal })),
    refetchInterval: ({ state }) => (isUnderWay(state.data) && !streams.has(jobId) ? LOOK_EVERY_MS : false),
  });
}

/** A job as it is now, and each time it changes, in the language of the page. */
export function useJob(jobId: string | undefined): Job | undefined {
  const queries = useQueryClient();
  const { data: job } = useQuery({ ...jobQuery(jobId ?? ""), enabled: jobId !== undefined });
  const isRunning = isUnderWay(job);
  useEffect(
    () => (jobId !== undefined && isRunning ? watch(queries, jobId) : undefined),
    [jobId, isRunning, queries],
  );
  return job;
}

/** Stops a job before its next step. */
export async function cancelJob(queries: QueryClient, jobId: string): Promise<void> {
  const job = await answer(api.POST("/api/v1/jobs/{job_id}/cancel", { params: { path: { job_id: jobId } } }));
  queries.setQueryData(jobQuery(jobId).queryKey, job);
}

function watch(queries: QueryClient, jobId: string): (() => void) | undefined {
  const stream = streams.get(jobId) ?? open(queries, jobId);
  if (stream === undefined) return undefined;
  stream.watchers += 1;
  return () => {
    stream.watchers -= 1;
    if (stream.watchers === 0) close(jobId);
  };
}

function open(queries: QueryClient, jobId: string): Stream | undefined {
  if (streams.size >= MOST_STREAMS || typeof EventSource === "undefined") return undefined;
  const source = new EventSource(`/api/v1/jobs/${jobId}/events`);
  const { queryKey } = jobQuery(jobId);
  // A stream cannot say in which language it is read: it tells when to look, and the words come with the answer.
  source.addEventListener(
    "progress",
    () => void queries.invalidateQueries({ queryKey }, { cancelRefetch: false }),
  );
  // Ended, refused, or cut off: asking goes on without it, and renews a sign-in that has run out.
  const leave = () => {
    close(jobId);
    void queries.invalidateQueries({ queryKey });
  };
  source.addEventListener("end", leave);
  source.addEventListener("error", leave);
  const stream = { source, watchers: 0 };
  streams.set(jobId, stream);
  return stream;
}

function close(jobId: string): void {
  streams.get(jobId)?.source.close();
  streams.delete(jobId);
}
