import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { isUnderWay, type Job, useJob } from "@/lib/jobs";
import { tellAnew } from "@/lib/learner";

/** What came of learning from a document, as its job tells it. */
export type Outcome = {
  /** How many items of each type. */
  readonly items: Readonly<Record<string, number>>;
  readonly skills: number;
  readonly weaknesses: readonly string[];
};

/** The job that learns from a document; whatever shows its skills and items is fetched anew as they come. */
export function useReading(jobId: string | undefined): Job | undefined {
  const queries = useQueryClient();
  const job = useJob(jobId);
  const seen = useRef<string>(undefined);
  const now = job && `${job.id} ${job.status} ${job.progress}`;
  const hasEnded = job !== undefined && !isUnderWay(job);
  useEffect(() => {
    const hasChanged = seen.current !== undefined && seen.current !== now;
    seen.current = now;
    if (!hasChanged) return;
    void queries.invalidateQueries({ queryKey: ["library"] });
    void queries.invalidateQueries({ queryKey: ["documents"] });
    // At the end there is something else to know, and to do.
    if (hasEnded) void tellAnew(queries);
  }, [now, hasEnded, queries]);
  return job;
}

/** Reads the result of a completed job. */
export function outcomeOf(job: Job | undefined): Outcome | undefined {
  const result = job?.result;
  if (job?.status !== "completed" || !result) return undefined;
  const weaknesses = Array.isArray(result.weaknesses) ? result.weaknesses : [];
  return {
    items: countsOf(result.items),
    skills: typeof result.skills === "number" ? result.skills : 0,
    weaknesses: weaknesses
      .map((each: { readonly text?: unknown }) => String(each.text ?? ""))
      .filter(Boolean),
  };
}

/** What is said of a failure, in the words of the API. */
export function reasonOf(error: Readonly<Record<string, unknown>> | null | undefined): string | undefined {
  return typeof error?.message === "string" ? error.message : undefined;
}

function countsOf(items: unknown): Record<string, number> {
  if (typeof items !== "object" || items === null) return {};
  return Object.fromEntries(Object.entries(items).filter(([, count]) => typeof count === "number"));
}
