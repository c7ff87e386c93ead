import { useSyncExternalStore } from "react";

let said = "";
const listeners = new Set<() => void>();

/** Says something to those who do not see it happen, once it is certain. */
export function announce(text: string): void {
  // The same words twice are two messages: a live region tells only what has changed.
  said = text === said ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

/** Where announcements are read from; one for the whole app. */
export function Announcer() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
  return (
    <output aria-live="polite" className="unseen">
      {text}
    </output>
  );
}
