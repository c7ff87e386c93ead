import { useSyncExternalStore } from "react";

// What links of letters and invitations carry behind the `#`, which no server and no log sees.
const SECRET = /^#(token|code)=([\w.~%-]+)$/;

type Secret = { readonly path: string; readonly value: string };

let kept: Secret | undefined;
const listeners = new Set<() => void>();

/** Takes a secret out of the page's address, where it would stay in the history and be seen by whoever looks. */
export function takeSecret(): void {
  const value = SECRET.exec(window.location.hash)?.[2];
  if (value === undefined) return;
  kept = { path: window.location.pathname, value: decodeURIComponent(value) };
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  for (const listener of listeners) listener();
}

/** Also of a link that is opened while its page is there: the browser then loads nothing. */
export function watchForSecrets(): void {
  takeSecret();
  window.addEventListener("hashchange", takeSecret);
}

/** The secret that the link to a page carried. */
export function useSecret(path: string): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => (kept?.path === path ? kept.value : undefined),
  );
}
