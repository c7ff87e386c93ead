import type { Circle, Kind, Role } from "@/features/people/queries";

/** The roles of each kind, the highest first. */
export const ROLES = {
  class: ["teacher", "co_teacher", "student"],
  group: ["owner", "moderator", "member"],
  organisation: ["owner", "admin", "member"],
} as const satisfies Record<Kind, readonly Role[]>;

/** Whether somebody with this role has the highest one. */
export function isHead(kind: Kind, role: string | null): boolean {
  return role === ROLES[kind][0];
}

/** Whether it leads: sees the code, invites, removes. */
export function leads(kind: Kind, role: string | null): boolean {
  return isHead(kind, role) || role === ROLES[kind][1];
}

/** Whether somebody with one role may remove somebody with another. */
export function mayRemove(kind: Kind, own: string | null, theirs: Role): boolean {
  return leads(kind, own) && rankOf(kind, own) < rankOf(kind, theirs);
}

/** Whether the person is in it. */
export function isIn({ status }: Circle): boolean {
  return status === "active";
}

/** From 0 for the highest on. */
function rankOf(kind: Kind, role: string | null): number {
  const names: readonly (string | null)[] = ROLES[kind];
  return names.indexOf(role);
}
