import type { Schemas } from "@/lib/api";

export type Answer = Schemas["AttemptBody"];
export type Result = Schemas["AttemptView"];

/** Why the server will never take an answer; `message` is for the person. */
export type Refusal = { readonly status: number; readonly code: string; readonly message: string };

/** What keeps an answer waiting. */
export type Delay = "connection" | "busy" | "tooOften" | "signedOut";

/** An answer that the server has not settled yet, and all that is needed to show it again after a reload. */
export type Kept<About = unknown> = {
  readonly userId: string;
  readonly answer: Answer;
  /** What was asked, for the page that shows the verdict. */
  readonly about: About;
  /** How often it was sent in vain. */
  readonly tries: number;
  readonly refusal?: Refusal;
};

/** An answer that was taken, and has not been looked at yet. */
export type Settled<About = unknown> = {
  readonly answer: Answer;
  readonly about: About;
  readonly result: Result;
};

export type Reply =
  | { readonly kind: "taken"; readonly result: Result }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "later"; readonly delay: Delay; readonly afterMs?: number };

/** Where answers outlast the page. */
export type Shelf = {
  readonly all: () => Promise<readonly Kept[]>;
  readonly put: (kept: Kept) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
};

type News =
  | { readonly kind: "kept" | "dismissed" }
  | { readonly kind: "seen"; readonly id: string }
  | { readonly kind: "settled"; readonly userId: string; readonly settled: Settled };

/** How tabs tell each other. */
export type Wire = {
  readonly tell: (news: News) => void;
  readonly listen: (hear: (news: News) => void) => void;
};

type Surroundings = {
  readonly shelf: Shelf;
  readonly send: (kept: Kept) => Promise<Reply>;
  /** Does the work while no other tab does its own. */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
  readonly wire: Wire;
};

/** What is kept for the person who is signed in, the earliest first, and what was settled since they looked. */
export type OutboxState = {
  readonly kept: readonly Kept[];
  readonly settled: readonly Settled[];
  readonly delay: Delay | null;
};

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
const EMPTY: OutboxState = { kept: [], settled: [], delay: null };

export type Outbox = ReturnType<typeof createOutbox>;

/**
 * Answers on their way: each is put on a shelf before it is sent, and leaves it only once the server has answered for
 * good. Sending one twice does no harm, since the server knows it by its id.
 */
export function createOutbox({ shelf, send, alone, wire }: Surroundings) {
  let owner: string | null = null;
  let state = EMPTY;
  let underWay: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAskedAgain = false;
  // The server was asked too often: whatever happens here, nothing is sent before (ms).
  let notBefore = 0;
  const listeners = new Set<() => void>();

  function change(next: Partial<OutboxState>): void {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  }

  async function reread(): Promise<readonly Kept[]> {
    const asker = owner;
    const kept = (await shelf.all()).filter((each) => each.userId === asker).sort(byMoment);
    if (asker === owner) change({ kept });
    return kept;
  }

  /** From now on the answers of this person are sent, and no others. */
  async function open(userId: string | null): Promise<void> {
    if (owner !== userId) {
      owner = userId;
      clearTimeout(timer);
      change(EMPTY);
    }
    await flush();
  }

  /** Keeps an answer, and sends it as soon as that can be done. */
  async function keep(answer: Answer, about: unknown): Promise<void> {
    if (owner === null) throw new Error("an answer belongs to somebody who is signed in");
    const kept: Kept = { userId: owner, answer, about, tries: 0 };
    change({ kept: [...state.kept, kept] });
    await shelf.put(kept);
    wire.tell({ kind: "kept" });
    await flush();
  }

  /** Sends all that waits, now. */
  function flush(): Promise<void> {
    clearTimeout(timer);
    isAskedAgain = underWay !== undefined;
    underWay ??= alone(sendAll).finally(() => {
      underWay = undefined;
      if (isAskedAgain) void flush();
    });
    return underWay;
  }

  async function sendAll(): Promise<void> {
    const tooEarlyMs = notBefore - Date.now();
    if (tooEarlyMs > 0) {
      timer = setTimeout(() => void flush(), tooEarlyMs);
      await reread();
      return;
    }
    for (const kept of await reread()) {
      if (kept.refusal !== undefined) continue;
      if (kept.userId !== owner) return;
      if (!(await settle(kept))) return;
    }
  }

  /** @returns whether the next one may be sent */
  async function settle(kept: Kept): Promise<boolean> {
    const reply = await send(kept);
    const id = kept.answer.client_attempt_id;
    switch (reply.kind) {
      case "taken": {
        await shelf.remove(id);
        const { answer, about } = kept;
        const settled = { answer, about, result: reply.result };
        took(kept.userId, settled);
        wire.tell({ kind: "settled", userId: kept.userId, settled });
        return true;
      }
      case "refused":
        await shelf.put({ ...kept, refusal: reply.refusal });
        await reread();
        wire.tell({ kind: "kept" });
        return true;
      case "later": {
        await shelf.put({ ...kept, tries: kept.tries + 1 });
        await reread();
        if (kept.userId === owner) change({ delay: reply.delay });
        const pause = Math.min(FIRST_PAUSE_MS * 2 ** kept.tries, LONGEST_PAUSE_MS);
        if (reply.delay === "tooOften") notBefore = Date.now() + (reply.afterMs ?? pause);
        timer = setTimeout(() => void flush(), reply.afterMs ?? pause);
        return false;
      }
    }
  }

  function took(userId: string, settled: Settled): void {
    if (userId !== owner) return;
    const id = settled.answer.client_attempt_id;
    const others = state.settled.filter((each) => each.answer.client_attempt_id !== id);
    const kept = state.kept.filter((each) => each.answer.client_attempt_id !== id);
    change({ kept, settled: [...others, settled], delay: null });
  }

  function forget(id: string): void {
    change({ settled: state.settled.filter((each) => each.answer.client_attempt_id !== id) });
  }

  /** The verdict was looked at. */
  function seen(id: string): void {
    forget(id);
    wire.tell({ kind: "seen", id });
  }

  /** Throws away an answer that was refused. */
  async function dismiss(id: string): Promise<void> {
    await shelf.remove(id);
    await reread();
    wire.tell({ kind: "dismissed" });
  }

  wire.listen((news) => {
    if (news.kind === "settled") took(news.userId, news.settled);
    else if (news.kind === "seen") forget(news.id);
    else void reread();
  });

  return {
    open,
    keep,
    flush,
    seen,
    dismiss,
    state: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function byMoment(one: Kept, other: Kept): number {
  return (one.answer.occurred_at ?? "").localeCompare(other.answer.occurred_at ?? "");
}
