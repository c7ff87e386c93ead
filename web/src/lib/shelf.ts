import { createStore, del, set, values } from "idb-keyval";
import type { Kept, Shelf, Wire } from "@/lib/outbox";

const NAME = "lyceum.outbox";
const LEASE_MS = 30_000;
const LOOK_MS = 500;

/** Answers in the browser's own database; where that is refused, in memory, which still outlasts a lost connection. */
export function browserShelf(): Shelf {
  const memory = new Map<string, Kept>();
  const store = "indexedDB" in globalThis ? createStore(NAME, "answers") : undefined;
  return {
    async all() {
      const kept = store === undefined ? [] : await values<Kept>(store).catch(() => []);
      const ids = new Set(kept.map(idOf));
      return [...kept, ...[...memory.values()].filter((each) => !ids.has(idOf(each)))];
    },
    async put(kept) {
      memory.set(idOf(kept), kept);
      if (store === undefined) return;
      await set(idOf(kept), kept, store).then(
        () => memory.delete(idOf(kept)),
        () => undefined,
      );
    },
    async remove(id) {
      memory.delete(id);
      if (store !== undefined) await del(id, store).catch(() => undefined);
    },
  };
}

function idOf(kept: Kept): string {
  return kept.answer.client_attempt_id;
}

/** News between the tabs of this browser. */
export function browserWire(): Wire {
  if (!("BroadcastChannel" in globalThis)) return { tell: () => undefined, listen: () => undefined };
  const channel = new BroadcastChannel(NAME);
  return {
    tell: (news) => channel.postMessage(news),
    listen: (hear) => {
      channel.onmessage = ({ data }) => hear(data);
    },
  };
}

/** One tab at a time. Web Locks need a secure address; on a plain one a lease in the local storage has to do. */
export async function oneTab(work: () => Promise<void>): Promise<void> {
  if ("locks" in navigator) return navigator.locks.request(NAME, work);
  const mine = Math.random().toString(36);
  while (!taken(mine)) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  try {
    await work();
  } finally {
    localStorage.removeItem(NAME);
  }
}

function taken(mine: string): boolean {
  const [holder, until] = (localStorage.getItem(NAME) ?? "").split(" ");
  if (holder !== undefined && holder !== "" && Number(until) > Date.now()) return holder === mine;
  localStorage.setItem(NAME, `${mine} ${Date.now() + LEASE_MS}`);
  return localStorage.getItem(NAME)?.startsWith(`${mine} `) ?? false;
}
