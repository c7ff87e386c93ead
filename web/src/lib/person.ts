import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, api, type Schemas } from "@/lib/api";
import { showAppearance } from "@/lib/appearance";
import { ApiError } from "@/lib/errors";
import { showLanguage } from "@/lib/i18n";
import { seemsSignedIn } from "@/lib/session";

export type Person = Schemas["PersonView"];

const UNAUTHENTICATED = 401;

/** Who is signed in; null for nobody. */
export const personQuery = queryOptions({
  queryKey: ["person"],
  queryFn: async (): Promise<Person | null> => {
    if (!seemsSignedIn()) return null;
    try {
      return await answer(api.GET("/api/v1/users/me"));
    } catch (error) {
      if (error instanceof ApiError && error.status === UNAUTHENTICATED) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Who is signed in here, shown things as they have chosen. */
export function usePerson() {
  const found = useQuery(personQuery);
  const person = found.data;
  useEffect(() => {
    if (!person) return;
    showAppearance(person);
    void showLanguage(person.language);
  }, [person]);
  return found;
}

/** Takes somebody for signed in: what was shown to another before is forgotten. */
export function welcome(queries: QueryClient, person: Person): void {
  queries.clear();
  queries.setQueryData(personQuery.queryKey, person);
}

/** Signs out, and forgets all that was shown. */
export function useSignOut() {
  const queries = useQueryClient();
  return async () => {
    await answer(api.POST("/api/v1/auth/logout"));
    queries.clear();
    queries.setQueryData(personQuery.queryKey, null);
  };
}
