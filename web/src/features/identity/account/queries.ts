import { infiniteQueryOptions, queryOptions, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";
import { everyPage, PAGE_LIMIT } from "@/lib/paging";
import { personQuery } from "@/lib/person";

export type OwnSession = Schemas["OwnSessionView"];
export type SecurityEvent = Schemas["SecurityEntryView"];
export type ApiKey = Schemas["ApiKeyView"];
export type Scope = ApiKey["scopes"][number];

const FEATURE = "identity";
const EVENTS_AT_ONCE = 20;

/** The plan somebody has, and what it entitles to. */
export const planQuery = queryOptions({
  queryKey: [FEATURE, "plan"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/people/me/plan", { signal })),
});

/** Every sign-in that stands, the one of this browser among them. */
export const sessionsQuery = queryOptions({
  queryKey: [FEATURE, "sessions"],
  queryFn: ({ signal }) =>
    everyPage<OwnSession>((cursor) =>
      answer(
        api.GET("/api/v1/users/me/sessions", {
          params: { query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    ),
});

/** What happened to the account's safety, the newest first. */
export const eventsQuery = infiniteQueryOptions({
  queryKey: [FEATURE, "security"],
  queryFn: ({ pageParam, signal }) =>
    answer(
      api.GET("/api/v1/users/me/security", {
        params: { query: { limit: EVENTS_AT_ONCE, ...(pageParam && { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

/** The keys that were not revoked. */
export const keysQuery = queryOptions({
  queryKey: [FEATURE, "api-keys"],
  queryFn: ({ signal }) =>
    everyPage<ApiKey>((cursor) =>
      answer(
        api.GET("/api/v1/users/me/api-keys", {
          params: { query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    ),
});

/** What a key can be made for, in words. */
export const scopesQuery = queryOptions({
  queryKey: [FEATURE, "scopes"],
  queryFn: async ({ signal }) =>
    (await answer(api.GET("/api/v1/users/me/api-keys/scopes", { signal }))).items,
});

/** What somebody can change about their own account and its safety. */
export function useAccountChanges() {
  const queries = useQueryClient();
  async function then<T>(done: Promise<T>, ...changed: readonly { readonly queryKey: readonly unknown[] }[]) {
    const result = await done;
    // What happened is in the list of what happened.
    await Promise.all(
      [...changed, eventsQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey })),
    );
    return result;
  }
  return {
    sendVerification: () => answer(api.POST("/api/v1/auth/verify-email/send")),
    changeEmail: (body: Schemas["EmailChangeRequest"]) =>
      then(answer(api.PUT("/api/v1/users/me/email", { body })), personQuery),
    changePassword: (body: Schemas["PasswordChangeRequest"]) =>
      then(answer(api.PUT("/api/v1/users/me/password", { body })), sessionsQuery),
    askToTeach: async (isWanted: boolean) => {
      const at = "/api/v1/users/me/teaching-request";
      queries.setQueryData(personQuery.queryKey, await answer(isWanted ? api.PUT(at) : api.DELETE(at)));
    },
    endSession: (id: string) =>
      then(
        answer(
          api.DELETE("/api/v1/users/me/sessions/{sign_in_id}", { params: { path: { sign_in_id: id } } }),
        ),
        sessionsQuery,
      ),
    endOtherSessions: () => then(answer(api.DELETE("/api/v1/users/me/sessions")), sessionsQuery),
    makeKey: (body: Schemas["ApiKeyRequest"]) =>
      then(answer(api.POST("/api/v1/users/me/api-keys", { body })), keysQuery),
    revokeKey: (id: string) =>
      then(
        answer(api.DELETE("/api/v1/users/me/api-keys/{key_id}", { params: { path: { key_id: id } } })),
        keysQuery,
      ),
  };
}
