import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";

export type Session = Schemas["SessionView"];
export type Next = Schemas["NextView"];
export type Item = Schemas["AskedItemView"];
export type Hint = Schemas["HintView"];
export type Key = Schemas["AttemptView"]["key"];
export type Source = NonNullable<Schemas["AskedItemView"]["source"]>;
export type Remembered = Schemas["RememberedView"];
export type Review = Schemas["ReviewView"];
export type Skill = Schemas["SkillProgressView"];
export type Now = Schemas["NowView"];
export type Step = Schemas["StepView"];
export type Summary = Schemas["SummaryView"];
export type Overview = Schemas["OverviewView"];

/** A question of a session: what the session has come to, and what it asks now. */
export type Turn = { readonly session: Session; readonly next: Next };

const LARGEST_PAGE = 100;
const FEATURE = "practice";
const A_WHILE_MS = 5 * 60_000;

/** What a session asks now. */
export const turnQuery = (sessionId: string) =>
  queryOptions({
    queryKey: [FEATURE, "turn", sessionId],
    queryFn: async ({ signal }): Promise<Turn> => {
      // In this order: asking for the next question may be what ends the session.
      const next = await answer(
        api.GET("/api/v1/practice/next", { params: { query: { session_id: sessionId } }, signal }),
      );
      return { next, session: await readSession(sessionId, signal) };
    },
    // Whoever comes back to it may have gone on elsewhere: nothing old is shown.
    staleTime: 0,
    gcTime: 0,
  });

function readSession(sessionId: string, signal: AbortSignal): Promise<Session> {
  const params = { path: { session_id: sessionId } };
  return answer(api.GET("/api/v1/practice/sessions/{session_id}", { params, signal }));
}

/** The newest sessions. */
export const sessionsQuery = queryOptions({
  queryKey: [FEATURE, "sessions"],
  queryFn: ({ signal }) =>
    answer(api.GET("/api/v1/practice/sessions", { params: { query: { limit: 20 } }, signal })),
});

/** What a session has come to. */
export const summaryQuery = (sessionId: string) =>
  queryOptions({
    queryKey: [FEATURE, "summary", sessionId],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/practice/sessions/{session_id}/summary", {
          params: { path: { session_id: sessionId } },
          signal,
        }),
      ),
    staleTime: 0,
  });

/** All that was answered in a session, in its order. */
export const answersQuery = (sessionId: string) =>
  queryOptions({
    queryKey: [FEATURE, "answers", sessionId],
    queryFn: ({ signal }) =>
      collected((cursor) =>
        answer(
          api.GET("/api/v1/practice/sessions/{session_id}/attempts", {
            params: { path: { session_id: sessionId }, query: { limit: LARGEST_PAGE, ...cursor } },
            signal,
          }),
        ),
      ),
    staleTime: 0,
  });

/** What is believed of every skill. */
export const skillsQuery = queryOptions({
  queryKey: [FEATURE, "skills"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/progress/me/skills", { signal }))).items,
});

/** What has been done, and what falls due. */
export const overviewQuery = queryOptions({
  queryKey: [FEATURE, "overview"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/progress/me", { signal })),
});

/** The one thing to do now, and what else could be done. */
export const nowQuery = queryOptions({
  queryKey: [FEATURE, "now"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/progress/me/now", { signal })),
});

/** What falls due on each of the next days. */
export const forecastQuery = (days: number) =>
  queryOptions({
    queryKey: [FEATURE, "forecast", days],
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/v1/progress/me/forecast", { params: { query: { days } }, signal }))).items,
  });

/** How far every subject has come. */
export const subjectsQuery = queryOptions({
  queryKey: [FEATURE, "subjects"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/progress/me/subjects", { signal }))).items,
});

/** How far every document has come. */
export const documentsQuery = queryOptions({
  queryKey: [FEATURE, "documents"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/progress/me/documents", { signal }))).items,
});

/** Every deck, the newest first. */
export const decksQuery = queryOptions({
  queryKey: [FEATURE, "decks"],
  queryFn: ({ signal }) =>
    collected((cursor) =>
      answer(api.GET("/api/v1/decks", { params: { query: { limit: LARGEST_PAGE, ...cursor } }, signal })),
    ),
});

/** A document's title, for "Page 7 of …". */
export const documentQuery = (documentId: string) =>
  queryOptions({
    queryKey: [FEATURE, "document", documentId],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/documents/{document_id}", {
          params: { path: { document_id: documentId } },
          signal,
        }),
      ),
    staleTime: A_WHILE_MS,
  });

/** What is due now, page after page. */
export const reviewsQuery = infiniteQueryOptions({
  queryKey: [FEATURE, "reviews"],
  queryFn: ({ pageParam, signal }) =>
    answer(
      api.GET("/api/v1/practice/reviews", {
        params: { query: { limit: LARGEST_PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

export const useReviews = () => useInfiniteQuery(reviewsQuery);

/** Ends a session. */
export function useEnd(sessionId: string) {
  return useMutation({
    mutationFn: () =>
      answer(
        api.POST("/api/v1/practice/sessions/{session_id}/end", {
          params: { path: { session_id: sessionId } },
        }),
      ),
  });
}

/** Asks for a hint; a level that was given is told again. */
export function useAskForHint() {
  return useMutation({
    mutationFn: (body: Schemas["HintBody"]) => answer(api.POST("/api/v1/practice/hints", { body })),
  });
}

/** Turns a card. */
export function useTurnCard() {
  return useMutation({
    mutationFn: (body: Schemas["RevealBody"]) => answer(api.POST("/api/v1/practice/reveal", { body })),
  });
}

type Cursor = { readonly cursor?: string };
type PageOf<T> = { readonly items: readonly T[]; readonly next_cursor: string | null };

async function collected<T>(read: (cursor: Cursor) => Promise<PageOf<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page: PageOf<T> = await read(cursor === undefined ? {} : { cursor });
    all.push(...page.items);
    cursor = page.next_cursor;
  }
  return all;
}
