const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 5_000;

/**
 * Waits until the first page is there with what it shows, or long enough: whatever can come later is not to hold it up.
 *
 * @param isQuiet whether nothing is on its way now
 */
export async function firstView(isQuiet: () => boolean): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  // Twice in a row: between the answer to one question and the next that follows from it, nothing is on its way either.
  let quiet = 0;
  while (quiet < 2 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    quiet = isQuiet() ? quiet + 1 : 0;
  }
}

/**
 * Fetches the letters that pages are written in. They are as heavy as all the scripts, so words are shown in the
 * system's until the first page is there; unless the app is kept on this machine.
 */
export async function fetchLetters(view: Promise<void>): Promise<void> {
  const isKept = "serviceWorker" in navigator && navigator.serviceWorker.controller !== null;
  if (!isKept) await view;
  await import("@/styles/letters.css");
}
