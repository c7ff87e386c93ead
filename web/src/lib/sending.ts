import type { Schemas } from "@/lib/api";
import { api } from "@/lib/api";
import { isEnvelope } from "@/lib/errors";
import type { Answer, Kept, Reply, Result } from "@/lib/outbox";

const PATIENCE_MS = 20_000;
const [OK, CREATED, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND] = [200, 201, 401, 403, 404];
// The same answer may be taken later: too slow, too early.
const PASSING = new Set([408, 425]);
const TOO_OFTEN = 429;

type Told = { readonly status: number; readonly body: unknown; readonly retryAfter: string | null };

/** Sends a kept answer. One that had to wait says so, by the way it goes. */
export async function sendKept({ answer, tries, userId }: Kept): Promise<Reply> {
  let reply: Reply;
  try {
    reply = replyOf(tries === 0 ? await sendAlone(answer) : await sendLate(answer));
  } catch {
    return { kind: "later", delay: "connection" };
  }
  // Somebody else may have signed in in another tab: to them it is unknown, and it waits for its owner.
  const isDoubtful =
    reply.kind === "refused" && (reply.refusal.status === NOT_FOUND || reply.refusal.status === FORBIDDEN);
  return isDoubtful && !(await isSignedIn(userId)) ? { kind: "later", delay: "signedOut" } : reply;
}

/** What the server's answer means for an answer that is kept. */
export function replyOf({ status, body, retryAfter }: Told): Reply {
  if (status === OK || status === CREATED) return { kind: "taken", result: body as Result };
  if (status === UNAUTHENTICATED) return { kind: "later", delay: "signedOut" };
  if (!isEnvelope(body)) return { kind: "later", delay: "connection", ...pause(retryAfter) };
  const { code, message } = body.error;
  if (status === TOO_OFTEN) return { kind: "later", delay: "tooOften", ...pause(retryAfter) };
  if (status >= 500 || PASSING.has(status) || code === "CSRF_FAILED") {
    return { kind: "later", delay: "busy", ...pause(retryAfter) };
  }
  return { kind: "refused", refusal: { status, code, message } };
}

function pause(retryAfter: string | null): { afterMs: number } | Record<string, never> {
  const seconds = Number(retryAfter);
  return retryAfter !== null && Number.isFinite(seconds) ? { afterMs: Math.max(seconds, 1) * 1000 } : {};
}

async function sendAlone(answer: Answer): Promise<Told> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const { data, error, response } = await api.POST("/api/v1/practice/attempts", { body: answer, signal });
  return told(response, data ?? error);
}

/** By the way that is for what a device kept, so that the record says it came late. */
async function sendLate(answer: Answer): Promise<Told> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const body: Schemas["BatchBody"] = { attempts: [answer] };
  const { data, error, response } = await api.POST("/api/v1/practice/attempts/batch", { body, signal });
  const outcome = data?.items[0];
  if (outcome === undefined) return told(response, error);
  const what = outcome.result ?? { error: outcome.error };
  return { status: outcome.status, body: what, retryAfter: null };
}

function told(response: Response, body: unknown): Told {
  return { status: response.status, body, retryAfter: response.headers.get("retry-after") };
}

async function isSignedIn(userId: string): Promise<boolean> {
  try {
    return (await api.GET("/api/v1/users/me")).data?.id === userId;
  } catch {
    return false;
  }
}
