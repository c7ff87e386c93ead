import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, api, type Schemas } from "@/lib/api";
import { showAppearance } from "@/lib/appearance";
import { askAnew } from "@/lib/askingAnew";
import { ApiError } from "@/lib/errors";
import { forgetPerson } from "@/lib/forgetting";
import { showTheirLanguage } from "@/lib/i18n";
import { forgetSession, seemsSignedIn } from "@/lib/session";
import { rememberPresence } from "@/lib/signingInAgain";
import { tellTabs } from "@/lib/tabs";

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

/** Who is signed in here. */
export function usePerson() {
  return useQuery(personQuery);
}

/** Shows things as the person has chosen; once, around all pages. */
export function useTheirChoices(person: Person | null | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (person === undefined) return;
    rememberPresence(person !== null);
    if (person === null) return;
    showAppearance(person);
    void showTheirLanguage(person.language).then((isAnother) => {
      // What the server has said by then was in the former language.
      if (isAnother) void askAnew(queries);
    });
  }, [person, queries]);
}

/** Takes somebody for signed in: what was shown to another before is forgotten. */
export function welcome(queries: QueryClient, person: Person): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== personQuery.queryKey[0] });
  queries.setQueryData(personQuery.queryKey, person);
  tellTabs({ kind: "signed-in", personId: person.id });
}

/** Takes nobody for signed in; what was shown of the person is forgotten once their page has been left. */
export async function farewell(queries: QueryClient): Promise<void> {
  rememberPresence(false);
  forgetSession();
  await forgetPerson();
  queries.setQueryData(personQuery.queryKey, null);
}

/** Signs out, here and in the other tabs. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await signOut();
      tellTabs({ kind: "signed-out" });
      await farewell(queries);
    },
  });
}

async function signOut(): Promise<void> {
  try {
    await answer(api.POST("/api/v1/auth/logout"));
  } catch (error) {
    // Signed out already.
    if (!(error instanceof ApiError && error.status === UNAUTHENTICATED)) throw error;
  }
}
