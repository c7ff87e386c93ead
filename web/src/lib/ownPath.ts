const ENTRANCES = /^\/(?:sign-in|register|api|setup)(?:\/|$)/;

/**
 * Where to go on after signing in: a page of ours, or the start. An address may come from a link somebody else made,
 * so whatever leads off this site, or back to the entrance, is not followed.
 */
export function ownPath(next: string | undefined, origin = window.location.origin): string {
  if (next === undefined || !next.startsWith("/")) return "/";
  const url = URL.canParse(next, origin) ? new URL(next, origin) : undefined;
  if (url === undefined || url.origin !== origin || ENTRANCES.test(url.pathname)) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
