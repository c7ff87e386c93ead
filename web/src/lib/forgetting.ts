type Forget = () => void | Promise<void>;

const forgets = new Set<Forget>();

/** Has something forgotten when its person signs out, such as what was kept to be sent later; returns how to undo that. */
export function onForget(forget: Forget): () => void {
  forgets.add(forget);
  return () => forgets.delete(forget);
}

/** Forgets what this browser keeps of the person who was here; the app itself and how it looks stay. */
export async function forgetPerson(): Promise<void> {
  sessionStorage.clear();
  await Promise.all([...forgets].map((forget) => forget()));
  if (!("caches" in window)) return;
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => !name.startsWith("workbox-precache")).map((name) => caches.delete(name)),
  );
}
