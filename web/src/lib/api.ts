import type { components, paths } from "@generated/api";
import createClient, { type Middleware } from "openapi-fetch";
import { connectionFound, connectionLost } from "@/lib/connection";
import { ApiError, ConnectionLost, isEnvelope } from "@/lib/errors";
import { currentLanguage } from "@/lib/i18n";
import { csrfToken, refreshSession } from "@/lib/session";
import { signedInAgain } from "@/lib/signingInAgain";

/** What the API takes and gives, by its name there. */
export type Schemas = components["schemas"];

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
// Their 401 means what was typed, not that the sign-in has run out.
const SIGNING_IN = /\/auth\/(?:login|register|refresh|logout)$/;

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
  if (isEnvelope(error)) throw new ApiError(response.status, error.error);
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
 * ended, once the person has signed in again.
 */
async function reach(request: Request): Promise<Response> {
  const [again, since] = [request.clone(), Date.now()];
  const response = await sent(request);
  if (response.status !== 401 || SIGNING_IN.test(new URL(request.url).pathname)) return response;
  if (!(await isSignedInAnew(since))) return response;
  const token = csrfToken();
  if (again.headers.has("x-csrf-token") && token !== undefined) again.headers.set("x-csrf-token", token);
  return sent(again);
}

async function sent(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    connectionFound();
    return response;
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    connectionLost();
    throw new ConnectionLost(cause);
  }
}
