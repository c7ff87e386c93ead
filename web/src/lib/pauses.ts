import { useEffect, useState, useSyncExternalStore } from "react";

const SECOND_MS = 1_000;
// So that what is asked for at the end of a pause does not come a moment too soon.
const MARGIN_MS = 100;

type Refused = { readonly until: number; readonly response: Response };

const refused = new Map<string, Refused>();

let until = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const ends = new Set<() => void>();

/** Lyceum asked for a pause: until its end nothing is fetched again by itself. */
export function pauseFor(seconds: number): void {
  const end = Date.now() + seconds * SECOND_MS;
  if (end <= until) return;
  until = end;
  clearTimeout(timer);
  timer = setTimeout(over, seconds * SECOND_MS + MARGIN_MS);
  for (const listener of listeners) listener();
}

/** Remembers that something was asked too often, and until when it is not to be asked again. */
export function noteTooOften(request: Request, response: Response): void {
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  if (request.method !== "GET" || !(seconds > 0)) return;
  refused.set(addressOf(request), { until: Date.now() + seconds * SECOND_MS, response: response.clone() });
}

/** The refusal of what was asked too often, while it holds: nothing that looks every few seconds makes it worse. */
export function stillRefused(request: Request): Response | undefined {
  const found = request.method === "GET" ? refused.get(addressOf(request)) : undefined;
  if (found === undefined || Date.now() < found.until) return found?.response.clone();
  refused.delete(addressOf(request));
  return undefined;
}

/** Calls back whenever a pause is over; returns how to stop. */
export function onPauseOver(listener: () => void): () => void {
  ends.add(listener);
  return () => ends.delete(listener);
}

/** When the pause ends that Lyceum asked for (ms), or nothing. */
export function usePause(): number | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => until || undefined,
  );
}

/** How many seconds are left until a moment (ms); counts down to 0. */
export function useSecondsUntil(moment: number | undefined): number {
  const left = () => (moment === undefined ? 0 : Math.max(0, Math.ceil((moment - Date.now()) / SECOND_MS)));
  const [, tick] = useState(0);
  const seconds = left();
  useEffect(() => {
    if (seconds === 0) return;
    const next = setTimeout(() => tick((count) => count + 1), SECOND_MS);
    return () => clearTimeout(next);
  });
  return seconds;
}

function over(): void {
  until = 0;
  for (const listener of [...listeners, ...ends]) listener();
}

function addressOf(request: Request): string {
  return new URL(request.url).pathname;
}
