import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";
import { everyPage, PAGE_LIMIT } from "@/lib/paging";

export type Document = Schemas["DocumentView"];
export type UploadLimits = Schemas["UploadLimitsView"];
export type Passage = Schemas["PassageView"];

const PASSAGES_AT_ONCE = 40;

/** What this installation takes. */
export const uploadLimitsQuery = queryOptions({
  queryKey: ["documents", "limits"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/documents/limits", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Documents, the newest first: all, or those of a subject. */
export function documentsQuery(subjectId?: string) {
  return queryOptions({
    queryKey: ["documents", "list", subjectId ?? "all"],
    queryFn: ({ signal }) =>
      everyPage<Document>((cursor) =>
        answer(
          api.GET("/api/v1/documents", {
            params: {
              query: {
                limit: PAGE_LIMIT,
                ...(subjectId && { subject_id: subjectId }),
                ...(cursor && { cursor }),
              },
            },
            signal,
          }),
        ),
      ),
  });
}

/** One document. */
export function documentQuery(documentId: string) {
  return queryOptions({
    queryKey: ["documents", documentId],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/documents/{document_id}", { params: { path: { document_id: documentId } }, signal }),
      ),
  });
}

type Place = { readonly around: string } | { readonly after: string } | { readonly start: true };

async function passages(documentId: string, query: object, signal: AbortSignal) {
  return answer(
    api.GET("/api/v1/documents/{document_id}/passages", {
      params: { path: { document_id: documentId }, query: { limit: PASSAGES_AT_ONCE, ...query } },
      signal,
    }),
  );
}

/** The text of a document from near a place on, which goes on in both directions. */
export function textQuery(documentId: string, page: number, passageId: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["documents", documentId, "text", passageId ?? page],
    initialPageParam: { start: true } as Place,
    queryFn: async ({ pageParam: place, signal }) => {
      if ("after" in place) return passages(documentId, { cursor: place.after }, signal);
      const around =
        "around" in place ? place.around : (passageId ?? (await firstOn(documentId, page, signal)));
      return passages(documentId, around === undefined ? {} : { around }, signal);
    },
    getNextPageParam: ({ next_cursor }): Place | undefined =>
      next_cursor === null ? undefined : { after: next_cursor },
    getPreviousPageParam: ({ items: [first] }): Place | undefined =>
      first && first.position > 0 ? { around: first.id } : undefined,
    select: ({ pages }) => inOrder(pages.flatMap(({ items }) => items)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The passages on one page. */
export function pageTextQuery(documentId: string, page: number) {
  return queryOptions({
    queryKey: ["documents", documentId, "page", page],
    queryFn: ({ signal }) =>
      everyPage<Passage>((cursor) => passages(documentId, { page, ...(cursor && { cursor }) }, signal)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What a search finds: nothing for a blank question. */
export function searchQuery(question: string) {
  return queryOptions({
    queryKey: ["documents", "search", question],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/search", { params: { query: { q: question } }, signal })),
    enabled: question.trim() !== "",
  });
}

async function firstOn(documentId: string, page: number, signal: AbortSignal): Promise<string | undefined> {
  const { items } = await passages(documentId, { page, limit: 1 }, signal);
  return items[0]?.id;
}

/** Each passage once, in reading order: what is read around a place overlaps with what was there. */
function inOrder(all: readonly Passage[]): Passage[] {
  return [...new Map(all.map((passage) => [passage.position, passage])).values()].sort(
    (one, other) => one.position - other.position,
  );
}
