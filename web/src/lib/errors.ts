import type { components } from "@generated/api";

type Body = components["schemas"]["ErrorBody"];

const TOO_OFTEN = 429;

/** The API refused, or failed; `message` is for the person, in their language. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;
  readonly requestId: string;
  readonly retryable: boolean;
  /** After how many seconds it may be asked again, if that was said. */
  readonly retryAfterS: number | undefined;

  constructor(status: number, body: Body, retryAfter: string | null = null) {
    super(body.message);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.details = body.details;
    this.requestId = body.request_id;
    this.retryable = body.retryable;
    const seconds = Number(retryAfter ?? body.details.retry_after_s ?? Number.NaN);
    this.retryAfterS = Number.isFinite(seconds) ? Math.max(1, seconds) : undefined;
  }

  /** What is wrong with each field of a form, by the field's name. */
  get fields(): Record<string, string> {
    const told = this.details.fields;
    if (!Array.isArray(told)) return {};
    return Object.fromEntries(
      told.map((each) => [String(each.field).split(".").at(-1), String(each.message)]),
    );
  }
}

/** Whether it was asked too often: it can be asked again after a pause. */
export function isTooOften(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === TOO_OFTEN;
}

/** Lyceum could not be reached: no network, or the server is away. */
export class ConnectionLost extends Error {
  constructor(cause?: unknown) {
    super("Lyceum cannot be reached.", { cause });
    this.name = "ConnectionLost";
  }
}

/** Whether an answer is the API's envelope of errors. */
export function isEnvelope(body: unknown): body is { error: Body } {
  return typeof body === "object" && body !== null && "error" in body && typeof body.error === "object";
}
