import type { components, paths } from "@generated/api";
import createClient, { type Middleware } from "openapi-fetch";
import { takeAhead } from "@/lib/ahead";
import { connectionFound, connectionLost } from "@/lib/connection";
import { ApiError, ConnectionLost, isEnvelope } from "@/lib/errors";
import { currentLanguage } from "@/lib/i18n";
import { noteTooOften, stillRefused } from "@/lib/pauses";
import { provedAgain, type Way } from "@/lib/proving";
import { csrfToken, refreshSession } from "@/lib/session";
import { signedInAgain } from "@/lib/signingInAgain";
import { turn } from "@/lib/turns";

/** What the API takes and gives, by its name there. */
export type Schemas = components["schemas"];

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
const [UNAUTHENTICATED, FORBIDDEN, TOO_OFTEN] = [401, 403, 429];
// Their 401 means what was typed, not that the sign-in has run out.
const SIGNING_IN = /\/auth\/(?:login|register|refresh|logout)$/;

const PROVING = "/api/v1/auth/confirm";

const asOurs: Middleware = {
  onRequest({ request }) {
    request.headers.set("accept-language", currentLanguage());
    const token = csrfToken();
    if (token !== undefined && !SAFE.has(request.method)) request.headers.set("x-csrf-token", token);
    return request;
  },
};

const client = createClient<paths>({ baseUrl: "/", fetch: reach });
client.use(asOurs);

/** The API, typed by its own description. Give what it returns to `answer`. */
export const api = client;

type Answered<T> = { data?: T; error?: unknown; response: Response };

/**
 * The body of an answer.
 *
 * @throws ApiError if the API refused or failed
 * @throws ConnectionLost if there was no answer
 */
export async function answer<T>(asked: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok) return data as T;
  if (isEnvelope(error)) {
    throw new ApiError(response.status, error.error, response.headers.get("retry-after"));
  }
  // A proxy before Lyceum answers with a page of its own.
  throw new ConnectionLost(response.status);
}

/**
 * Renews a sign-in that has run out, or waits until the person has signed in again.
 *
 * @param since when the request was sent that came too late (ms)
 * @returns whether it may be sent again
 */
export async function isSignedInAnew(since: number): Promise<boolean> {
  return (await refreshSession(sent, since)) || (await signedInAgain());
}

/**
 * Sends a request; one that comes too late for its access token is sent again after a refresh, and if the sign-in has
 * ended, once the person has signed in again; one that takes a proof of who asks, once the person has given it.
 */
async function reach(request: Request): Promise<Response> {
  const [again, since] = [request.clone(), Date.now()];
  const response = await sent(request);
  const path = new URL(request.url).pathname;
  if (response.status === UNAUTHENTICATED && !SIGNING_IN.test(path)) {
    return (await isSignedInAnew(since)) ? sent(withToken(again)) : response;
  }
  if (response.status === FORBIDDEN && path !== PROVING) {
    const way = await wayToProve(response.clone());
    if (way !== undefined && (await provedAgain(way))) return sent(withToken(again));
  }
  return response;
}

/** A refresh has renewed the cookie that changes are sent with. */
function withToken(request: Request): Request {
  const token = csrfToken();
  if (request.headers.has("x-csrf-token") && token !== undefined) request.headers.set("x-csrf-token", token);
  return request;
}

/** How the person has to prove that it is them before the request is taken, if that is what it was refused for. */
async function wayToProve(response: Response): Promise<Way | undefined> {
  const body: unknown = await response.json().catch(() => undefined);
  if (!isEnvelope(body) || body.error.code !== "CONFIRMATION_NEEDED") return undefined;
  const { way } = body.error.details as { readonly way?: unknown };
  return way === "password" || way === "code" ? way : undefined;
}

/** Reads wait where many were sent just now, rather than be refused for it; what changes something does not. */
function inTurn(request: Request): Promise<Response> {
  const waiting = turn(SAFE.has(request.method));
  return waiting === undefined ? fetch(request) : waiting.then(() => fetch(request));
}

async function sent(request: Request): Promise<Response> {
  const refusal = stillRefused(request);
  if (refusal !== undefined) return refusal;
  try {
    const response = await (takeAhead(request) ?? inTurn(request));
    if (response.status === TOO_OFTEN) noteTooOften(request, response);
    connectionFound();
    return response;
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    connectionLost();
    throw new ConnectionLost(cause);
  }
}
