import type { Review, Session } from "@/features/practice/queries";
import type { Schemas } from "@/lib/api";

export type StartBody = Schemas["StartSessionBody"];
export type Kind = Session["kind"];

/** What an address names to be practised. */
export type Wish = {
  readonly subject?: string;
  readonly document?: string;
  readonly deck?: string;
  readonly skill?: string;
  readonly kind?: Kind;
};

export const COUNTS = ["10", "20", "30"] as const;
export type Count = (typeof COUNTS)[number];

const MOST_SKILLS = 100;
const A_DAY_MS = 86_400_000;
const KINDS: readonly Kind[] = ["practice", "review", "placement", "quiz"];

/** A kind of session, if it is one. */
export function kindOf(value: unknown): Kind | undefined {
  return KINDS.find((kind) => kind === value);
}

/** What starts what an address names; undefined if it names nothing, "due" if it names all that is due. */
export function bodyOf(wish: Wish): StartBody | "due" | undefined {
  const kind = wish.kind ?? "practice";
  if (wish.subject !== undefined) return { subject_id: wish.subject, kind };
  if (wish.document !== undefined) return { document_id: wish.document, kind };
  if (wish.deck !== undefined) return { deck_id: wish.deck, kind };
  if (wish.skill !== undefined) return { skill_ids: [wish.skill], kind };
  return wish.kind === "review" ? "due" : undefined;
}

/** The address that practises what a session has practised; of several skills there is none. */
export function wishOf({ subject_id, document_id, deck_id, skill_ids }: Scope): Wish {
  if (subject_id) return { subject: subject_id };
  if (document_id) return { document: document_id };
  if (deck_id) return { deck: deck_id };
  return skill_ids?.length === 1 && skill_ids[0] !== undefined ? { skill: skill_ids[0] } : {};
}

/** A review of all that is due: of the skills that it asks for, the most pressing first; undefined if nothing is due. */
export function reviewOf(due: readonly Review[], length?: number): StartBody | undefined {
  const skills = [...new Set(due.flatMap((review) => review.item.skills))].slice(0, MOST_SKILLS);
  if (skills.length === 0) return undefined;
  return { skill_ids: skills, kind: "review", ...(length === undefined ? {} : { length }) };
}

/** Sessions that can be gone on with. */
export function openAmong(sessions: readonly Session[]): Session[] {
  return sessions.filter((session) => session.ended_at === null && session.answered < session.length);
}

/** The open session that is just what is to be started, begun not long ago: rather that than another. */
export function sameAmong(sessions: readonly Session[], body: StartBody, now: Date): Session | undefined {
  return openAmong(sessions).find(
    (session) =>
      session.kind === body.kind &&
      session.mix === null &&
      !body.mix &&
      now.getTime() - new Date(session.started_at).getTime() < A_DAY_MS &&
      scopeKey(session.scope) === scopeKey(body),
  );
}

type Scope = Pick<StartBody, "deck_id" | "subject_id" | "document_id" | "skill_ids">;

function scopeKey(scope: Scope): string {
  const skills = [...(scope.skill_ids ?? [])].sort();
  return [scope.deck_id, scope.subject_id, scope.document_id, ...skills].map((id) => id ?? "").join(" ");
}
