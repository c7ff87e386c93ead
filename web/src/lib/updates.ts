import { useSyncExternalStore } from "react";

const LOOK_EVERY_MS = 3_600_000;

let isNewer = false;
let wasAskedFor = false;
let waitingWorker: ServiceWorker | null = null;
const listeners = new Set<() => void>();

/** Whether a newer version of the app is here, to be taken when it suits the person. */
export function useNewVersion(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isNewer,
  );
}

/** Takes the newer version now: this page is loaded again, the other tabs are left as they are. */
export function takeNewVersion(): void {
  wasAskedFor = true;
  if (waitingWorker?.state === "installed") waitingWorker.postMessage({ type: "SKIP_WAITING" });
  else window.location.reload();
}

/** Keeps the app on this machine, so that it opens without a connection, and notices newer versions. */
export async function keepApp(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const worker = navigator.serviceWorker;
  const isUpdate = worker.controller !== null;
  worker.addEventListener("controllerchange", () => {
    if (wasAskedFor) window.location.reload();
    // Another tab took it. This one still runs the former, and says so rather than lose what is being typed.
    else if (isUpdate) found(null);
  });
  const registration = await worker.register("/sw.js").catch(() => undefined);
  if (registration === undefined) return;
  if (registration.waiting && worker.controller) found(registration.waiting);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
}

function watch(installing: ServiceWorker | null): void {
  installing?.addEventListener("statechange", () => {
    if (installing.state === "installed" && navigator.serviceWorker.controller) found(installing);
  });
}

function found(worker: ServiceWorker | null): void {
  waitingWorker = worker;
  isNewer = true;
  for (const listener of listeners) listener();
}
