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

/** A new id for an answer; `crypto.randomUUID` needs a secure address, this does not. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, place) => versioned(byte, place).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The bits that say it is random, as RFC 9562 has it. */
function versioned(byte: number, place: number): number {
  if (place === 6) return (byte & 0x0f) | 0x40;
  return place === 8 ? (byte & 0x3f) | 0x80 : byte;
}
