declare global {
  interface Window {
    /** What `index.html` has asked for before the scripts were there; see `build/preload.ts`. */
    lyceumAhead?: { readonly language: string; readonly answers: Map<string, Promise<Response>> };
  }
}

/** The answer to a request that was sent ahead, in the same language; each is given once, and none is kept for later. */
export function takeAhead(request: Request): Promise<Response> | undefined {
  const ahead = window.lyceumAhead;
  if (ahead === undefined || request.method !== "GET") return undefined;
  const { pathname, search } = new URL(request.url);
  const answer = ahead.answers.get(pathname + search);
  ahead.answers.delete(pathname + search);
  return request.headers.get("accept-language") === ahead.language ? answer : undefined;
}

/** From now on everything is asked for when it is wanted: what was not taken by then is old. */
export function endAhead(): void {
  delete window.lyceumAhead;
}
