import type { Hint } from "@/features/practice/queries";
import { type Given, NOTHING } from "@/features/practice/responses";

/** What there is of an answer before it is given. */
export type Draft = {
  /** The question it belongs to. */
  readonly turn: string;
  readonly given: Given;
  readonly hints: readonly Hint[];
  readonly spentMs: number;
};

const nameOf = (sessionId: string) => `lyceum.draft.${sessionId}`;

/** The draft of a question, as it was before the page was loaded again. */
export function readDraft(sessionId: string, turn: string): Draft {
  const empty: Draft = { turn, given: NOTHING, hints: [], spentMs: 0 };
  try {
    const kept = JSON.parse(sessionStorage.getItem(nameOf(sessionId)) ?? "null") as Draft | null;
    return kept?.turn === turn ? kept : empty;
  } catch {
    return empty;
  }
}

/** Keeps it until the tab is closed. */
export function keepDraft(sessionId: string, draft: Draft): void {
  try {
    sessionStorage.setItem(nameOf(sessionId), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing loses a half-written answer on a reload, and nothing else.
  }
}

/** Forgets it once the answer was given. */
export function forgetDraft(sessionId: string): void {
  sessionStorage.removeItem(nameOf(sessionId));
}
