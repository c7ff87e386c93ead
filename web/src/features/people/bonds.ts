import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";

export type Privacy = Schemas["PrivacyView"];
/** People one has to do with: who follows one, whom one follows, whom one has blocked. */
export type Bonds = "followers" | "following" | "blocked";

const FEATURE = "people";
const BONDS_AT_ONCE = 20;

/** The people of a list of one's own, the newest first. */
export function bondsQuery(which: Bonds) {
  const at = `/api/v1/people/me/${which}` as "/api/v1/people/me/followers";
  return infiniteQueryOptions({
    queryKey: [FEATURE, "bonds", which],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET(at, {
          params: { query: { limit: BONDS_AT_ONCE, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** What one lets others see. */
export const privacyQuery = queryOptions({
  queryKey: [FEATURE, "privacy"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/people/me/privacy", { signal })),
});

/** Changes what others see: it shows at once, and is taken back if the server does not keep it. */
export function usePrivacyChange() {
  const queries = useQueryClient();
  const { queryKey } = privacyQuery;
  return useMutation({
    mutationFn: (body: Partial<Privacy>) => answer(api.PATCH("/api/v1/people/me/privacy", { body })),
    scope: { id: "privacy" },
    onMutate: (change) => {
      const before = queries.getQueryData(queryKey);
      if (before) queries.setQueryData(queryKey, { ...before, ...change });
      return before;
    },
    onSuccess: (kept) => queries.setQueryData(queryKey, kept),
    onError: (_, __, before) => queries.setQueryData(queryKey, before),
  });
}

/** What somebody can do about another person; whatever shows the two is fetched anew. */
export function useBondChanges() {
  const queries = useQueryClient();
  const to = (personId: string) => ({ params: { path: { person_id: personId } } });
  async function then(done: Promise<unknown>): Promise<void> {
    await done;
    await queries.invalidateQueries({ queryKey: [FEATURE] });
  }
  return {
    follow: (id: string) => then(answer(api.PUT("/api/v1/people/{person_id}/follow", to(id)))),
    unfollow: (id: string) => then(answer(api.DELETE("/api/v1/people/{person_id}/follow", to(id)))),
    dropFollower: (id: string) => then(answer(api.DELETE("/api/v1/people/me/followers/{person_id}", to(id)))),
    /** Who is blocked is not there any more: their page is left before anything is fetched. */
    block: (id: string) => answer(api.PUT("/api/v1/people/{person_id}/block", to(id))),
    unblock: (id: string) => then(answer(api.DELETE("/api/v1/people/{person_id}/block", to(id)))),
    fetchAnew: () => queries.invalidateQueries({ queryKey: [FEATURE] }),
  };
}
