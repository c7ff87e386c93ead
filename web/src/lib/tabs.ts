const CHANNEL = "lyceum.person";

/** What one tab tells the others about who is here. */
export type Told =
  | { readonly kind: "signed-in"; readonly personId: string }
  | { readonly kind: "signed-out" };

let channel: BroadcastChannel | undefined;

/** Tells the other tabs; this one is not told. */
export function tellTabs(told: Told): void {
  opened()?.postMessage(told);
}

/** Calls back with what another tab tells; returns how to stop. */
export function onTold(listener: (told: Told) => void): () => void {
  const heard = (event: MessageEvent<Told>) => listener(event.data);
  opened()?.addEventListener("message", heard);
  return () => opened()?.removeEventListener("message", heard);
}

function opened(): BroadcastChannel | undefined {
  if (typeof BroadcastChannel === "undefined") return undefined;
  channel ??= new BroadcastChannel(CHANNEL);
  return channel;
}
