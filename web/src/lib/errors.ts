import type { components } from "@generated/api";

type Body = components["schemas"]["ErrorBody"];

/** The API refused, or failed; `message` is for the person, in their language. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;
  readonly requestId: string;
  readonly retryable: boolean;

  constructor(status: number, body: Body) {
    super(body.message);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.details = body.details;
    this.requestId = body.request_id;
    this.retryable = body.retryable;
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
