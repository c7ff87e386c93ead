import { infiniteQueryOptions, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";

export type Account = Schemas["ManagedPersonView"];
export type GivenRole = "student" | "teacher" | "admin";

/** Whose accounts are meant. */
export type Sought = { readonly words: string; readonly isAsking: boolean };

const KEY = ["identity", "accounts"];
const AT_ONCE = 30;

/** All accounts, or those that are sought, the newest first. Each look is noted in the security log. */
export function accountsQuery({ words, isAsking }: Sought) {
  return infiniteQueryOptions({
    queryKey: [...KEY, words, isAsking],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET("/api/v1/users", {
          params: {
            query: {
              limit: AT_ONCE,
              ...(words && { query: words }),
              ...(isAsking && { teacher_requested: true }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** What can be done about somebody's account. */
export function useAccountsChanges() {
  const queries = useQueryClient();
  const to = (id: string) => ({ params: { path: { user_id: id } } });
  async function then<T>(done: Promise<T>): Promise<T> {
    const result = await done;
    await queries.invalidateQueries({ queryKey: KEY });
    return result;
  }
  return {
    giveRole: (id: string, role: GivenRole) =>
      then(answer(api.PUT("/api/v1/users/{user_id}/role", { ...to(id), body: { role } }))),
    setStatus: (id: string, status: "active" | "suspended") =>
      then(answer(api.PUT("/api/v1/users/{user_id}/status", { ...to(id), body: { status } }))),
  };
}
