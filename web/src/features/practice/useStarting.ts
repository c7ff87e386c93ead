import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { reviewsQuery, type Session, sessionsQuery } from "@/features/practice/queries";
import { reviewOf, type StartBody, sameAmong } from "@/features/practice/starting";
import { answer, api } from "@/lib/api";

/** What to start: a session as the API takes it, or all that is due. */
export type Wanted = StartBody | { readonly due: true; readonly length?: number };

/** What a sitting of reviews has at the most, unless more is asked for. */
export const LONGEST_REVIEW = 50;

/** There is nothing due. */
export class NothingDue extends Error {}

/** Starts a session, or goes on with the same one that is open, and goes there. */
export function useStarting({ replace = false }: { readonly replace?: boolean } = {}) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (wanted: Wanted): Promise<Session> => {
      const body = "due" in wanted ? await allDue(wanted.length) : wanted;
      const { items } = await queries.fetchQuery({ ...sessionsQuery, staleTime: 0 });
      return sameAmong(items, body, new Date()) ?? answer(api.POST("/api/v1/practice/sessions", { body }));
    },
    onSuccess: async (session) => {
      void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      await navigate({ to: "/sessions/$sessionId", params: { sessionId: session.id }, replace });
    },
  });

  async function allDue(length?: number): Promise<StartBody> {
    const found = await queries.fetchInfiniteQuery({ ...reviewsQuery, staleTime: 0 });
    const due = found.pages.flatMap((page) => page.items);
    const body = reviewOf(due, length ?? Math.min(due.length, LONGEST_REVIEW));
    if (body === undefined) throw new NothingDue();
    return body;
  }
}
