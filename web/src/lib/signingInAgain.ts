import { useSyncExternalStore } from "react";

type Waiting = { readonly promise: Promise<boolean>; readonly settle: (isBack: boolean) => void };

let somebodyIsHere = false;
let waiting: Waiting | undefined;
const listeners = new Set<() => void>();

/** Remembers whether somebody is being shown their own pages: only then are they asked to sign in again. */
export function rememberPresence(isHere: boolean): void {
  somebodyIsHere = isHere;
}

/**
 * Waits until the person has signed in again; their page stays as it is, with all they have typed.
 *
 * @returns whether they have; false also if nobody was signed in here
 */
export function signedInAgain(): Promise<boolean> {
  if (!somebodyIsHere) return Promise.resolve(false);
  if (waiting === undefined) {
    let settle: Waiting["settle"] = () => {};
    const promise = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    waiting = { promise, settle };
    tell();
  }
  return waiting.promise;
}

/** Lets the requests that wait go on, or fail if the person does not want to sign in again. */
export function endWaiting(isBack: boolean): void {
  waiting?.settle(isBack);
  waiting = undefined;
  tell();
}

/** Whether somebody has to sign in again before their page can go on. */
export function useMustSignInAgain(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== undefined,
  );
}

function tell(): void {
  for (const listener of listeners) listener();
}
