import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";

export type ItemStatistics = Schemas["ItemStatisticsView"];

const AT_ONCE = 20;

/** What answers say about the items of a subject, or about those that something may be wrong with. */
export function statisticsQuery(subjectId: string, isFlagged: boolean) {
  return infiniteQueryOptions({
    queryKey: ["practice", "statistics", subjectId, isFlagged],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET("/api/v1/practice/statistics", {
          params: {
            query: {
              subject_id: subjectId,
              limit: AT_ONCE,
              ...(isFlagged && { flagged: true }),
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
