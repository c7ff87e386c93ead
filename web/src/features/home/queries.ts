import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";

export type Document = Schemas["DocumentView"];

const LAST_DOCUMENTS = 5;

/** The documents that came last. */
export const lastDocumentsQuery = queryOptions({
  queryKey: ["home", "documents"],
  queryFn: async ({ signal }) =>
    (await answer(api.GET("/api/v1/documents", { params: { query: { limit: LAST_DOCUMENTS } }, signal })))
      .items,
});
