import type { Turn } from "@/features/practice/queries";
import type { Answer, Delay, Kept, OutboxState, Refusal, Result } from "@/lib/outbox";

/** What the page of a session shows. */
export type Stage =
  | { readonly stage: "loading" | "over" }
  | { readonly stage: "failed"; readonly error: Error }
  | { readonly stage: "asking"; readonly turn: Turn }
  | { readonly stage: "kept"; readonly turn: Turn; readonly answer: Answer; readonly delay: Delay | null }
  | {
      readonly stage: "told";
      readonly turn: Turn;
      readonly answer: Answer;
      readonly result: Result;
      readonly id: string;
    }
  | {
      readonly stage: "refused";
      readonly turn: Turn;
      readonly answer: Answer;
      readonly refusal: Refusal;
      readonly id: string;
    };

type Facts = {
  readonly sessionId: string;
  readonly asked: {
    readonly data: Turn | undefined;
    readonly error: Error | null;
    readonly isFetching: boolean;
  };
  readonly outbox: OutboxState;
  /** The question that the learner has gone on from. */
  readonly past: string | null;
};

/** Tells one question of a session from another, also when the same item comes again. */
export function turnKey(turn: Turn): string {
  return `${turn.session.answered}:${turn.next.item?.id ?? ""}`;
}

/** What to show: first what became of an answer, then one that is on its way, then what the server asks. */
export function stageOf({ sessionId, asked, outbox, past }: Facts): Stage {
  const settled = outbox.settled.find((each) => each.answer.session_id === sessionId);
  if (settled !== undefined) {
    const { answer, about, result } = settled;
    return { stage: "told", turn: about as Turn, answer, result, id: answer.client_attempt_id };
  }
  const kept = outbox.kept.find((each) => each.answer.session_id === sessionId);
  if (kept !== undefined) return waiting(kept, outbox.delay);
  const turn = asked.data;
  const isPast = turn !== undefined && turnKey(turn) === past;
  if (turn === undefined || isPast) {
    return asked.error === null || asked.isFetching
      ? { stage: "loading" }
      : { stage: "failed", error: asked.error };
  }
  return turn.next.done || turn.next.item === null ? { stage: "over" } : { stage: "asking", turn };
}

function waiting({ answer, about, refusal, tries }: Kept, delay: Delay | null): Stage {
  const turn = about as Turn;
  if (refusal !== undefined) return { stage: "refused", turn, answer, refusal, id: answer.client_attempt_id };
  return { stage: "kept", turn, answer, delay: tries > 0 ? (delay ?? "connection") : delay };
}
