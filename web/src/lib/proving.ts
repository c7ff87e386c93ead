import { useSyncExternalStore } from "react";

/** How somebody proves again that it is them: by their password, or by the code of a letter. */
export type Way = "password" | "code";

type Asked = {
  readonly way: Way;
  readonly promise: Promise<boolean>;
  readonly settle: (isProved: boolean) => void;
};

let asked: Asked | undefined;
const listeners = new Set<() => void>();

/**
 * Waits until the person has proved that it is them; one question for all requests that wait.
 *
 * @returns whether they have
 */
export function provedAgain(way: Way): Promise<boolean> {
  if (asked === undefined) {
    let settle: Asked["settle"] = () => {};
    const promise = new Promise<boolean>((resolve) => {
      settle = resolve;
    });
    change({ way, promise, settle });
  }
  return asked?.promise ?? Promise.resolve(false);
}

/** Lets the requests that wait go on, or be refused. */
export function endProving(isProved: boolean): void {
  asked?.settle(isProved);
  change(undefined);
}

/** How the person is asked to prove that it is them, if they are. */
export function useProving(): Way | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked?.way,
  );
}

function change(next: Asked | undefined): void {
  asked = next;
  for (const listener of listeners) listener();
}
