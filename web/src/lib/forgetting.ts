/**
 * Forgets what this browser keeps of the person who was here. The app itself and how it looks stay, and so do their
 * answers that wait to be sent: those are sent when they sign in again.
 */
export async function forgetPerson(): Promise<void> {
  sessionStorage.clear();
  if (!("caches" in window)) return;
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => !name.startsWith("workbox-precache")).map((name) => caches.delete(name)),
  );
}
