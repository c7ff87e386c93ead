import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";

export type Profile = Schemas["ProfileView"];

/** Somebody, as the person who is here may see them. */
export function profileQuery(personId: string) {
  return queryOptions({
    queryKey: ["people", "profile", personId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/people/{person_id}", { params: { path: { person_id: personId } }, signal })),
  });
}
