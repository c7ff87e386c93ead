import { expect, test } from "vitest";
import type { Turn } from "@/features/practice/queries";
import { stageOf, turnKey } from "@/features/practice/stages";
import type { Answer, Kept, OutboxState, Result } from "@/lib/outbox";

const QUIET: OutboxState = { kept: [], settled: [], delay: null };

function turn(answered: number, id: string | null): Turn {
  const item = id === null ? null : { id };
  return { session: { id: "s", answered }, next: { item, done: id === null } } as unknown as Turn;
}
function stage({ data, error = null, isFetching = false, outbox = QUIET, past = null }: Partial<Parts>) {
  return stageOf({ sessionId: "s", asked: { data, error, isFetching }, outbox, past });
}
type Parts = {
  data: Turn | undefined;
  error: Error | null;
  isFetching: boolean;
  outbox: OutboxState;
  past: string | null;
};
const ANSWER = { client_attempt_id: "a", session_id: "s" } as Answer;
const KEPT: Kept<Turn> = { userId: "u", answer: ANSWER, about: turn(3, "i"), tries: 0 };

test("the server's question is asked; without one the session is over", () => {
  expect(stage({})).toEqual({ stage: "loading" });
  expect(stage({ data: turn(0, "i") }).stage).toBe("asking");
  expect(stage({ data: turn(1, null) }).stage).toBe("over");
  expect(stage({ error: new Error("no") }).stage).toBe("failed");
});

test("the same item asked again is another question", () => {
  expect(turnKey(turn(1, "i"))).not.toBe(turnKey(turn(2, "i")));
});

test("a question that was gone on from is not shown again while the next one is fetched", () => {
  const old = turn(3, "i");
  expect(stage({ data: old, past: turnKey(old), isFetching: true }).stage).toBe("loading");
  expect(stage({ data: old, past: turnKey(old), error: new Error("no") }).stage).toBe("failed");
  expect(stage({ data: turn(4, "j"), past: turnKey(old) }).stage).toBe("asking");
});

test("an answer on its way comes first, with the question it was given to, also after a reload", () => {
  const outbox = { ...QUIET, kept: [{ ...KEPT, tries: 1 }] };
  expect(stage({ outbox })).toMatchObject({ stage: "kept", delay: "connection", turn: turn(3, "i") });
  const refusal = { status: 409, code: "X", message: "no" };
  expect(stage({ outbox: { ...QUIET, kept: [{ ...KEPT, refusal }] } })).toMatchObject({
    stage: "refused",
    refusal,
  });
});

test("a verdict is shown until it was looked at", () => {
  const settled = [{ answer: ANSWER, about: turn(3, "i"), result: { correct: true } as Result }];
  expect(stage({ data: turn(4, "j"), outbox: { ...QUIET, settled } })).toMatchObject({
    stage: "told",
    id: "a",
  });
});

test("another session's answers are none of this one's business", () => {
  const outbox = { ...QUIET, kept: [{ ...KEPT, answer: { ...ANSWER, session_id: "other" } }] };
  expect(stage({ data: turn(0, "i"), outbox }).stage).toBe("asking");
});
