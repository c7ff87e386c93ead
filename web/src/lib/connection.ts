import { useSyncExternalStore } from "react";

const LOOK_EVERY_MS = 3_000;
const PATIENCE_MS = 4_000;

type Listener = () => void;

let reachable = true;
let looking: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<Listener>();

/** Whether Lyceum answered last time; a component that asks is drawn again when that changes. */
export function useReachable(): boolean {
  return useSyncExternalStore(onConnection, () => reachable);
}

/** Calls back whenever the connection is lost or found; returns how to stop. */
export function onConnection(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The same outside components. */
export function isReachable(): boolean {
  return reachable;
}

/** A request got an answer, whatever it said. */
export function connectionFound(): void {
  clearTimeout(looking);
  looking = undefined;
  change(true);
}

/** A request got none: from now on Lyceum is asked every few seconds whether it is back. */
export function connectionLost(): void {
  change(false);
  looking ??= setTimeout(look, LOOK_EVERY_MS);
}

async function look(): Promise<void> {
  looking = undefined;
  try {
    await fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    connectionFound();
  } catch {
    connectionLost();
  }
}

function change(now: boolean): void {
  if (reachable === now) return;
  reachable = now;
  for (const listener of listeners) listener();
}

if (typeof window !== "undefined") {
  window.addEventListener("offline", connectionLost);
  window.addEventListener("online", () => void look());
}
