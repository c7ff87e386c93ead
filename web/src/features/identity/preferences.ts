import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";
import { type Appearance, showAppearance } from "@/lib/appearance";
import { askAnew } from "@/lib/askingAnew";
import { chooseLanguage } from "@/lib/i18n";
import { type Person, personQuery } from "@/lib/person";

export type Reviewing = Schemas["SettingView"];
/** What can be chosen of it. */
export type Wish = Pick<Reviewing, "scheduler" | "desired_retention" | "weights">;

type Change = Partial<Pick<Person, "full_name" | "language" | "time_zone"> & Appearance>;

/** Changes something of one's account: it shows at once, and is taken back if the server does not keep it. */
export function useChange() {
  const queries = useQueryClient();
  const { queryKey } = personQuery;
  const mutationKey = ["identity", "change"];
  return useMutation({
    mutationKey,
    mutationFn: (change: Change) => answer(api.PATCH("/api/v1/users/me", { body: change })),
    scope: { id: "person" },
    onMutate: async (change) => {
      const before = queries.getQueryData(queryKey);
      if (before) await showAtOnce(change, before);
      if (before && !("full_name" in change)) queries.setQueryData(queryKey, { ...before, ...change });
      return before;
    },
    onSuccess: async (person, change) => {
      if (isLast(queries, mutationKey)) queries.setQueryData(queryKey, person);
      // Texts of the server come in the new language, days are counted in the new time zone.
      if ("language" in change || "time_zone" in change) await askAnew(queries);
    },
    onError: async (_, change, before) => {
      if (!before) return;
      // What was chosen since then stays.
      const now = { ...(queries.getQueryData(queryKey) ?? before), ...only(before, change) };
      queries.setQueryData(queryKey, now);
      await showAtOnce(change.language === undefined ? {} : { language: before.language }, now);
    },
  });
}

/** Whether nothing was chosen after what is being answered: an earlier answer does not know of it. */
function isLast(queries: QueryClient, mutationKey: readonly string[]): boolean {
  return queries.isMutating({ mutationKey }) === 1;
}

/** As it was, of what a change names. */
function only<Whole extends object>(whole: Whole, change: Partial<Whole>): Partial<Whole> {
  const names = Object.keys(change) as (keyof Whole)[];
  return Object.fromEntries(names.map((name) => [name, whole[name]])) as Partial<Whole>;
}

async function showAtOnce(change: Change, before: Person): Promise<void> {
  showAppearance({ ...before, ...change });
  if (change.language !== undefined) await chooseLanguage(change.language);
}

/** How reviews are planned. */
export const reviewingQuery = queryOptions({
  queryKey: ["identity", "reviewing"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/practice/settings", { signal })),
});

/** What a choice would bring in the next thirty days; nothing is changed by asking. */
export function reviewForecastQuery({ scheduler, desired_retention, weights }: Wish) {
  return queryOptions({
    queryKey: ["identity", "review-forecast", scheduler, desired_retention, weights],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/practice/settings/forecast", {
          params: { query: { scheduler, desired_retention, weights } },
          signal,
        }),
      ),
  });
}

/** Changes how reviews are planned. */
export function useReviewingChange() {
  const queries = useQueryClient();
  const { queryKey } = reviewingQuery;
  const mutationKey = ["identity", "change-reviewing"];
  return useMutation({
    mutationKey,
    mutationFn: (wish: Wish) => answer(api.PUT("/api/v1/practice/settings", { body: wish })),
    scope: { id: "reviewing" },
    onMutate: (wish) => {
      const before = queries.getQueryData(queryKey);
      if (before) queries.setQueryData(queryKey, { ...before, ...wish });
      return before;
    },
    onSuccess: (kept) => (isLast(queries, mutationKey) ? queries.setQueryData(queryKey, kept) : undefined),
    onError: (_, __, before) => queries.setQueryData(queryKey, before),
  });
}
