import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";
import { everyPage, PAGE_LIMIT } from "@/lib/paging";

export type Subject = Schemas["SubjectView"];
export type Skill = Schemas["SkillView"];
export type Deck = Schemas["DeckView"];
export type Item = Schemas["ItemView"];
export type ItemType = Schemas["ItemType"];

const ITEMS_AT_ONCE = 24;

/** Every subject, the newest first. */
export const subjectsQuery = queryOptions({
  queryKey: ["library", "subjects"],
  queryFn: ({ signal }) =>
    everyPage<Subject>((cursor) =>
      answer(
        api.GET("/api/v1/subjects", {
          params: { query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    ),
});

/** One subject. */
export function subjectQuery(subjectId: string) {
  return queryOptions({
    queryKey: ["library", "subjects", subjectId],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/subjects/{subject_id}", { params: { path: { subject_id: subjectId } }, signal }),
      ),
  });
}

/** Every skill of a subject, or every one that a document of it teaches, in the order they are taught. */
export function skillsQuery(subjectId: string, documentId?: string) {
  return queryOptions({
    queryKey: ["library", "skills", subjectId, documentId ?? null],
    queryFn: ({ signal }) =>
      everyPage<Skill>((cursor) =>
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
            signal,
          }),
        ),
      ),
  });
}

/** The decks of a subject, or the one of a document. */
export function decksQuery(scope: { readonly subject_id: string } | { readonly document_id: string }) {
  return queryOptions({
    queryKey: ["library", "decks", scope],
    queryFn: ({ signal }) =>
      everyPage<Deck>((cursor) =>
        answer(
          api.GET("/api/v1/decks", {
            params: { query: { limit: PAGE_LIMIT, ...scope, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      ),
  });
}

/** One deck. */
export function deckQuery(deckId: string) {
  return queryOptions({
    queryKey: ["library", "decks", deckId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/decks/{deck_id}", { params: { path: { deck_id: deckId } }, signal })),
  });
}

/** The items of a deck, some at a time. */
export function itemsQuery(deckId: string, which: "asked" | "archived" = "asked") {
  return infiniteQueryOptions({
    queryKey: ["library", "items", deckId, which],
    initialPageParam: "",
    queryFn: ({ pageParam: cursor, signal }) =>
      answer(
        api.GET("/api/v1/decks/{deck_id}/items", {
          params: {
            path: { deck_id: deckId },
            query: {
              limit: ITEMS_AT_ONCE,
              ...(which === "archived" && { archived: true }),
              ...(cursor && { cursor }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: ({ next_cursor }) => next_cursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}
