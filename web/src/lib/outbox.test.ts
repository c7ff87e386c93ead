import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Answer, createOutbox, type Kept, type Reply, type Result, type Wire } from "@/lib/outbox";

const ADA = "ada";
const TAKEN: Reply = { kind: "taken", result: { correct: true } as Result };
const LATER: Reply = { kind: "later", delay: "connection" };

/** One browser: a shelf, a lock and a wire that all its tabs share. */
function browser() {
  const kept = new Map<string, Kept>();
  const hearers: Parameters<Wire["listen"]>[0][] = [];
  let last: Promise<void> = Promise.resolve();
  const shelf = {
    all: async () => [...kept.values()],
    put: async (each: Kept) => void kept.set(each.answer.client_attempt_id, each),
    remove: async (id: string) => void kept.delete(id),
  };
  const alone = (work: () => Promise<void>) => {
    last = last.then(work);
    return last;
  };
  return {
    kept,
    tab(send: (kept: Kept) => Promise<Reply>) {
      const own: { hear?: (typeof hearers)[number] } = {};
      const wire: Wire = {
        tell: (news) => hearers.filter((hear) => hear !== own.hear).forEach((hear) => void hear(news)),
        listen: (hear) => {
          own.hear = hear;
          hearers.push(hear);
        },
      };
      return createOutbox({ shelf, send, alone, wire });
    },
  };
}

function answerOf(id: string, minute = 0): Answer {
  return {
    client_attempt_id: id,
    session_id: "session",
    item_id: "item",
    response: true,
    occurred_at: `2026-01-05T09:0${minute}:00Z`,
    time_ms: 1200,
    hints_used: 0,
    device: {},
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("an answer is on the shelf before it is sent, and leaves it once it was taken", async () => {
  const { kept, tab } = browser();
  const onShelf: number[] = [];
  const outbox = tab(async () => {
    onShelf.push(kept.size);
    return TAKEN;
  });
  await outbox.open(ADA);

  await outbox.keep(answerOf("one"), "what was asked");

  expect(onShelf).toEqual([1]);
  expect(kept.size).toBe(0);
  expect(outbox.state().kept).toEqual([]);
  expect(outbox.state().settled).toMatchObject([{ about: "what was asked", result: { correct: true } }]);
});

test("an answer that cannot be sent is kept as it was given, and sent by itself later", async () => {
  const { kept, tab } = browser();
  const sent: Kept[] = [];
  const replies = [LATER, LATER, TAKEN];
  const outbox = tab(async (each) => {
    sent.push(each);
    return replies[sent.length - 1] ?? TAKEN;
  });
  await outbox.open(ADA);

  await outbox.keep(answerOf("one"), null);
  expect(outbox.state()).toMatchObject({ delay: "connection", kept: [{ tries: 1 }] });
  await vi.advanceTimersByTimeAsync(60_000);

  expect(sent.map((each) => each.tries)).toEqual([0, 1, 2]);
  expect(new Set(sent.map((each) => JSON.stringify(each.answer))).size).toBe(1);
  expect(kept.size).toBe(0);
  expect(outbox.state().delay).toBeNull();
});

test("a server that names a time is asked again then, and not before", async () => {
  const { tab } = browser();
  const send = vi.fn(async (): Promise<Reply> => ({ kind: "later", delay: "busy", afterMs: 30_000 }));
  const outbox = tab(send);
  await outbox.open(ADA);
  await outbox.keep(answerOf("one"), null);

  await vi.advanceTimersByTimeAsync(29_000);
  expect(send).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(send).toHaveBeenCalledTimes(2);
});

test("a server that was asked too often is left alone for as long as it says, whatever is kept meanwhile", async () => {
  const { kept, tab } = browser();
  const replies: Reply[] = [{ kind: "later", delay: "tooOften", afterMs: 30_000 }];
  const send = vi.fn(async (): Promise<Reply> => replies.shift() ?? TAKEN);
  const outbox = tab(send);
  await outbox.open(ADA);

  await outbox.keep(answerOf("one"), null);
  await outbox.keep(answerOf("two", 1), null);
  await outbox.flush();
  expect(send).toHaveBeenCalledTimes(1);
  expect(outbox.state()).toMatchObject({ delay: "tooOften", kept: [{}, {}] });
  await vi.advanceTimersByTimeAsync(31_000);

  expect(send).toHaveBeenCalledTimes(3);
  expect(kept.size).toBe(0);
});

test("what was kept before the page was loaded again is sent when the app starts", async () => {
  const { kept, tab } = browser();
  const before = tab(async () => LATER);
  await before.open(ADA);
  await before.keep(answerOf("one"), "what was asked");
  await before.open(null);

  const after = tab(async () => TAKEN);
  await after.open(ADA);

  expect(kept.size).toBe(0);
  expect(after.state().settled).toMatchObject([{ about: "what was asked" }]);
});

test("answers are sent in the order they were given in, and none overtakes one that waits", async () => {
  const { kept, tab } = browser();
  kept.set("late", { userId: ADA, answer: answerOf("late", 5), about: null, tries: 0 });
  kept.set("early", { userId: ADA, answer: answerOf("early", 1), about: null, tries: 0 });
  const sent: string[] = [];
  const outbox = tab(async (each) => {
    sent.push(each.answer.client_attempt_id);
    return sent.length === 1 ? LATER : TAKEN;
  });

  await outbox.open(ADA);
  expect(sent).toEqual(["early"]);
  await outbox.flush();

  expect(sent).toEqual(["early", "early", "late"]);
});

test("what the server refuses for good stays until it was seen, and is not sent again", async () => {
  const { kept, tab } = browser();
  const refusal = { status: 409, code: "ITEM_NOT_SERVED", message: "Not this one." };
  const send = vi.fn(async (): Promise<Reply> => ({ kind: "refused", refusal }));
  const outbox = tab(send);
  await outbox.open(ADA);
  await outbox.keep(answerOf("one"), null);
  await outbox.flush();

  expect(send).toHaveBeenCalledTimes(1);
  expect(outbox.state().kept).toMatchObject([{ refusal }]);
  await outbox.dismiss("one");
  expect(kept.size).toBe(0);
  expect(outbox.state().kept).toEqual([]);
});

test("another account's answers are neither sent nor shown, and wait for it", async () => {
  const { kept, tab } = browser();
  kept.set("theirs", { userId: "bob", answer: answerOf("theirs"), about: null, tries: 0 });
  const sent: string[] = [];
  const outbox = tab(async (each) => {
    sent.push(each.userId);
    return TAKEN;
  });

  await outbox.open(ADA);
  expect([sent, outbox.state().kept, kept.size]).toEqual([[], [], 1]);
  await outbox.open("bob");
  expect([sent, kept.size]).toEqual([["bob"], 0]);
});

test("of two tabs only one sends an answer, and both learn what became of it", async () => {
  const { tab } = browser();
  const send = vi.fn(async () => TAKEN);
  const [one, other] = [tab(send), tab(send)];
  await Promise.all([one.open(ADA), other.open(ADA)]);

  await Promise.all([one.keep(answerOf("one"), "asked"), other.flush(), other.flush()]);
  await vi.advanceTimersByTimeAsync(0);

  expect(send).toHaveBeenCalledTimes(1);
  expect(other.state().settled).toHaveLength(1);
  one.seen("one");
  expect([one.state().settled, other.state().settled]).toEqual([[], []]);
});
