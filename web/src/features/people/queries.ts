import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/lib/api";
import { ApiError } from "@/lib/errors";
import { everyPage, PAGE_LIMIT } from "@/lib/paging";

/** What somebody can be in with others. */
export type Kind = "class" | "group" | "organisation";
export type Circle = Schemas["ClassView"] | Schemas["GroupView"] | Schemas["OrganisationView"];
export type Member = Schemas["MemberView"];
export type Guardianship = Schemas["GuardianshipView"];
export type Invitation = Schemas["InvitationView"];
/** What a class or a group says of itself. */
export type Text = {
  readonly name: string;
  readonly description: string;
  readonly is_private?: boolean;
  readonly organisation_id?: string;
  readonly jurisdiction?: string;
};
export type Role = Member["role"];

const FEATURE = "people";
// What is alike for every kind of circle is typed by the routes of classes.
const AT = {
  class: "/api/v1/classes",
  group: "/api/v1/groups",
  organisation: "/api/v1/organisations",
} as const;
const circleAt = (kind: Kind) => `${AT[kind]}/{circle_id}` as "/api/v1/classes/{circle_id}";
const membersAt = (kind: Kind) => `${circleAt(kind)}/members` as "/api/v1/classes/{circle_id}/members";
const memberAt = (kind: Kind) =>
  `${membersAt(kind)}/{user_id}` as "/api/v1/classes/{circle_id}/members/{user_id}";
const roleAt = (kind: Kind) =>
  `${memberAt(kind)}/role` as "/api/v1/classes/{circle_id}/members/{user_id}/role";
const codeAt = (kind: Kind) => `${circleAt(kind)}/code` as "/api/v1/classes/{circle_id}/code";
const invitationsAt = (kind: Kind) =>
  `${circleAt(kind)}/invitations` as "/api/v1/classes/{circle_id}/invitations";
const of = (id: string) => ({ path: { circle_id: id } });

/** The country an organisation has said. */
export function countryOf(circle: Circle | undefined): string | undefined {
  return circle && "jurisdiction" in circle ? (circle.jurisdiction ?? undefined) : undefined;
}

/** The classes somebody is in, the newest first. */
export const classesQuery = queryOptions({
  queryKey: [FEATURE, "classes"],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      answer(
        api.GET("/api/v1/classes", {
          params: { query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    ),
});

/** The organisations somebody is in, the newest first. */
export const organisationsQuery = queryOptions({
  queryKey: [FEATURE, "organisations"],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      answer(
        api.GET("/api/v1/organisations", {
          params: { query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    ),
});

/** The groups somebody is in, or those that anybody may join. */
export function groupsQuery(among: "mine" | "open") {
  return queryOptions({
    queryKey: [FEATURE, "groups", among],
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        answer(
          api.GET("/api/v1/groups", {
            params: { query: { among, limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      ),
  });
}

/** What waits for an answer of the person. */
export const invitationsQuery = queryOptions({
  queryKey: [FEATURE, "invitations"],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      answer(
        api.GET("/api/v1/people/me/invitations", {
          params: { query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    ),
});

/** Who may look at the person's progress, and at whose they may look; also what waits. */
export const guardianshipsQuery = queryOptions({
  queryKey: [FEATURE, "guardianships"],
  queryFn: ({ signal }) =>
    everyPage((cursor) =>
      answer(
        api.GET("/api/v1/guardianships", {
          params: { query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    ),
});

/** A class or a group. */
export function circleQuery(kind: Kind, id: string) {
  return queryOptions({
    queryKey: [FEATURE, kind, id],
    queryFn: ({ signal }): Promise<Circle> => answer(api.GET(circleAt(kind), { params: of(id), signal })),
  });
}

/** Who is in it, its leaders first. */
export function membersQuery(kind: Kind, id: string) {
  return queryOptions({
    queryKey: [FEATURE, kind, id, "members"],
    queryFn: ({ signal }) =>
      everyPage<Member>((cursor) =>
        answer(
          api.GET(membersAt(kind), {
            params: { ...of(id), query: { limit: PAGE_LIMIT, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      ),
  });
}

/** What somebody can do with classes, groups and invitations; whatever shows them is fetched anew. */
export function usePeopleChanges() {
  const queries = useQueryClient();
  async function then<T>(done: Promise<T>): Promise<T> {
    const result = await done;
    await queries.invalidateQueries({ queryKey: [FEATURE] });
    return result;
  }
  return {
    // What is left out is as it usually is.
    makeClass: (text: Text) =>
      then(answer(api.POST("/api/v1/classes", { body: text as Schemas["NewClass"] }))),
    makeGroup: (text: Text) =>
      then(answer(api.POST("/api/v1/groups", { body: text as Schemas["NewGroup"] }))),
    change: (kind: Kind, id: string, body: Text) =>
      then(answer(api.PATCH(circleAt(kind), { params: of(id), body }))),
    makeOrganisation: (text: Text) =>
      then(answer(api.POST("/api/v1/organisations", { body: text as Schemas["NewOrganisation"] }))),
    /** What is put away, like what one has left, is not there any more: its page is left before anything is fetched. */
    putAway: (kind: Kind, id: string) => answer(api.DELETE(circleAt(kind), { params: of(id) })),
    leave: (kind: Kind, id: string, selfId: string) =>
      answer(api.DELETE(memberAt(kind), { params: { path: { circle_id: id, user_id: selfId } } })),
    fetchAnew: () => queries.invalidateQueries({ queryKey: [FEATURE] }),
    renewCode: (kind: Kind, id: string) => then(answer(api.POST(codeAt(kind), { params: of(id) }))),
    takeCodeBack: (kind: Kind, id: string) => then(answer(api.DELETE(codeAt(kind), { params: of(id) }))),
    invite: (kind: Kind, id: string, username: string) =>
      then(answer(api.POST(invitationsAt(kind), { params: of(id), body: { username } }))),
    end: (kind: Kind, id: string, userId: string) =>
      then(answer(api.DELETE(memberAt(kind), { params: { path: { circle_id: id, user_id: userId } } }))),
    giveRole: (kind: Kind, id: string, userId: string, role: Role) =>
      then(
        answer(
          api.PUT(roleAt(kind), { params: { path: { circle_id: id, user_id: userId } }, body: { role } }),
        ),
      ),
    joinOpen: (id: string) => then(answer(api.POST("/api/v1/groups/{circle_id}/join", { params: of(id) }))),
    joinByCode: (code: string) => then(joinByCode(code)),
    makeGuardianCode: () => answer(api.POST("/api/v1/guardianships/codes", { body: { side: "learner" } })),
    askForGuardianship: (side: Guardianship["side"], email: string) =>
      then(answer(api.POST("/api/v1/guardianships", { body: { side, email } }))),
    giveGuardianCodeBack: (code: string) =>
      then(answer(api.POST("/api/v1/guardianships/join", { body: { side: "guardian", code } }))),
    acceptGuardianship: (id: string) =>
      then(answer(api.POST("/api/v1/guardianships/{link_id}/accept", { params: { path: { link_id: id } } }))),
    endGuardianship: (id: string) =>
      then(answer(api.DELETE("/api/v1/guardianships/{link_id}", { params: { path: { link_id: id } } }))),
    accept: (id: string) =>
      then(answer(api.POST("/api/v1/people/me/invitations/{circle_id}/accept", { params: of(id) }))),
    decline: (id: string) =>
      then(answer(api.DELETE("/api/v1/people/me/invitations/{circle_id}", { params: of(id) }))),
  };
}

export type Joined = { readonly kind: Kind; readonly circle: Pick<Circle, "id" | "name"> };

/** A code does not say what it is of: it is tried for one kind after the other. */
async function joinByCode(code: string): Promise<Joined> {
  let unknown: unknown;
  for (const kind of ["class", "group", "organisation"] as const) {
    try {
      const at = `${AT[kind]}/join` as "/api/v1/classes/join";
      return { kind, circle: await answer(api.POST(at, { body: { code } })) };
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "CODE_INVALID") throw error;
      unknown = error;
    }
  }
  throw unknown;
}
