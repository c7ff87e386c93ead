import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";
import { everyPage, PAGE_LIMIT } from "@/lib/paging";

export type Session = Schemas["SessionView"];
export type Next = Schemas["NextView"];
export type Item = Schemas["AskedItemView"];
export type Hint = Schemas["HintView"];
export type Key = Schemas["AttemptView"]["key"];
export type Source = NonNullable<Schemas["AskedItemView"]["source"]>;
export type Remembered = Schemas["RememberedView"];
export type Review = Schemas["ReviewView"];
export type Skill = Schemas["SkillProgressView"];
export type Summary = Schemas["SummaryView"];

/** A question of a session: what the session has come to, and what it asks now. */
export type Turn = { readonly session: Session; readonly next: Next };

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

/** How likely a right answer to an item is, and what speaks for and against it. */
export const predictionQuery = (itemId: string) =>
  queryOptions({
    queryKey: [FEATURE, "prediction", itemId],
    queryFn: async ({ signal }) => {
      const body = { item_ids: [itemId] };
      const { items } = await answer(api.POST("/api/v1/practice/predictions", { body, signal }));
      const [prediction] = items;
      if (prediction === undefined) throw new Error("no prediction came for the item that was asked for");
      return prediction;
    },
    // After each answer another one is true.
    staleTime: 0,
  });

/** How hard an item is taken to be, in words. */
export const difficultyQuery = (itemId: string) =>
  queryOptions({
    queryKey: [FEATURE, "difficulty", itemId],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/practice/items/{item_id}/difficulty", {
          params: { path: { item_id: itemId } },
          signal,
        }),
      ),
  });

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
      everyPage((cursor) =>
        answer(
          api.GET("/api/v1/practice/sessions/{session_id}/attempts", {
            params: {
              path: { session_id: sessionId },
              query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) },
            },
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

/** Every deck, the newest first. */
export const decksQuery = queryOptions({
  queryKey: [FEATURE, "decks"],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      answer(
        api.GET("/api/v1/decks", {
          params: { query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
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
        params: { query: { limit: PAGE_LIMIT, ...(pageParam === null ? {} : { cursor: pageParam }) } },
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
