import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { farewell, type Person, personQuery } from "@/lib/person";
import { endWaiting } from "@/lib/signingInAgain";
import { onTold } from "@/lib/tabs";

const OWN_PAGES = "/signed-in";

/** Leads away from a page that is somebody's own once nobody is signed in any more, here or in another tab. */
export function useComingAndGoing(person: Person | null | undefined): void {
  const queries = useQueryClient();
  const router = useRouter();
  const isOwnPage = useRouterState({
    select: ({ matches }) => matches.some((match) => match.routeId === OWN_PAGES),
  });
  const wasHere = useRef(false);
  useEffect(() => {
    if (person === undefined) return;
    const hasLeft = wasHere.current && person === null;
    wasHere.current = person !== null;
    const isLost = person === null && isOwnPage;
    const leaving = hasLeft
      ? router.navigate({ to: "/" })
      : isLost && router.navigate({ to: "/sign-in", search: { next: router.state.location.href } });
    if (!leaving) return;
    const isOfThePerson = ({ queryKey }: { queryKey: readonly unknown[] }) =>
      queryKey[0] !== personQuery.queryKey[0];
    void leaving.then(() => queries.removeQueries({ predicate: isOfThePerson }));
  }, [person, isOwnPage, router, queries]);
  useEffect(
    () =>
      onTold((told) => {
        if (told.kind === "signed-out") {
          endWaiting(false);
          void farewell(queries);
          return;
        }
        const here = queries.getQueryData(personQuery.queryKey);
        if (here && here.id !== told.personId) window.location.assign("/");
        else if (here) endWaiting(true);
        else void queries.resetQueries({ queryKey: personQuery.queryKey });
      }),
    [queries],
  );
}
