// Over HTTPS the cookie is bound to this host by its name.
const CSRF_COOKIE = /(?:^|;\s*)(?:__Host-)?lyceum_csrf=([^;]+)/;
const LOCK = "lyceum.refresh";
// 403: of a sign-in from before it had a CSRF token of its own, or of an account that is suspended.
const ENDED = [401, 403];
const REFRESHED = "lyceum.refreshed-at";

type Send = (request: Request) => Promise<Response>;

let underWay: Promise<boolean> | undefined;

/** What a request that changes something repeats in a header; kept as long as the sign-in may last. */
export function csrfToken(): string | undefined {
  return CSRF_COOKIE.exec(document.cookie)?.[1];
}

/** Forgets a sign-in that the API no longer knows, so that the next page asks for a new one at once. */
export function forgetSession(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs a secure address
  document.cookie = "lyceum_csrf=; path=/; max-age=0";
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = "__Host-lyceum_csrf=; path=/; max-age=0; secure";
}

/** Whether somebody seems to be signed in here; only the API knows. */
export function seemsSignedIn(): boolean {
  return csrfToken() !== undefined;
}

/**
 * Exchanges the refresh token for fresh ones, once for all tabs: a token exchanged twice ends the session.
 *
 * @param since when the refused request was sent (ms); what another tab refreshed after that is fresh for this one too
 * @returns whether the request that was refused may be sent again
 */
export function refreshSession(send: Send, since: number): Promise<boolean> {
  if (!seemsSignedIn()) return Promise.resolve(false);
  underWay ??= locked(() => refreshed(send, since)).finally(() => {
    underWay = undefined;
  });
  return underWay;
}

async function refreshed(send: Send, since: number): Promise<boolean> {
  if (Number(localStorage.getItem(REFRESHED) ?? 0) > since) return true;
  const headers = { "x-csrf-token": csrfToken() ?? "" };
  const response = await send(new Request("/api/v1/auth/refresh", { method: "POST", headers }));
  if (response.ok) localStorage.setItem(REFRESHED, String(Date.now()));
  if (ENDED.includes(response.status)) forgetSession();
  return response.ok;
}

/** Web Locks need a secure address; on a plain one tabs take their chance. */
async function locked(work: () => Promise<boolean>): Promise<boolean> {
  return "locks" in navigator ? await navigator.locks.request(LOCK, work) : work();
}
