import { useEffect, useSyncExternalStore } from "react";
import { isReachable, onConnection } from "@/lib/connection";
import { createOutbox, type Outbox } from "@/lib/outbox";
import { usePerson } from "@/lib/person";
import { sendKept } from "@/lib/sending";
import { browserShelf, browserWire, oneTab } from "@/lib/shelf";

let made: Outbox | undefined;

/** This browser's outbox of answers. */
export function outbox(): Outbox {
  made ??= createOutbox({ shelf: browserShelf(), send: sendKept, alone: oneTab, wire: browserWire() });
  return made;
}

/** What is kept and what was settled, for a component that shows it. */
export function useOutbox() {
  return useSyncExternalStore(outbox().subscribe, outbox().state);
}

/** How many answers of the person who is here have yet to be sent. */
export function useUnsent(): number {
  return useOutbox().kept.filter(({ refusal }) => refusal === undefined).length;
}

/** Sends what was kept: when the app starts, when somebody signs in, when the connection is back. Used once. */
export function useSendingOfAnswers(): void {
  const { data: person } = usePerson();
  const userId = person === undefined ? undefined : (person?.id ?? null);
  useEffect(() => {
    if (userId !== undefined) void outbox().open(userId);
  }, [userId]);
  useEffect(() => {
    const stop = onConnection(() => {
      if (isReachable()) void outbox().flush();
    });
    return () => void stop();
  }, []);
}
