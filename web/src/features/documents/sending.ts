import { isSignedInAnew, type Schemas } from "@/lib/api";
import { connectionFound, connectionLost } from "@/lib/connection";
import { ApiError, ConnectionLost, isEnvelope } from "@/lib/errors";
import { currentLanguage } from "@/lib/i18n";
import { csrfToken } from "@/lib/session";

/** What came of sending a file: its document and the job that learns from it. */
export type Sent = Schemas["UploadView"];

type Watch = { readonly onProgress: (sentBytes: number) => void; readonly signal: AbortSignal };

const UNAUTHENTICATED = 401;

/**
 * Uploads a file. Sending the same file again is safe: it is the same document.
 *
 * `fetch` does not tell how much has been sent, so this is an XMLHttpRequest.
 */
export async function sendFile(file: File, subjectId: string | undefined, watch: Watch): Promise<Sent> {
  const since = Date.now();
  const first = await sendOnce(file, subjectId, watch);
  if (first.status !== UNAUTHENTICATED || !(await isSignedInAnew(since))) return read(first);
  // It may have been cancelled while the person signed in.
  watch.signal.throwIfAborted();
  return read(await sendOnce(file, subjectId, watch));
}

type Answer = { readonly status: number; readonly body: unknown; readonly retryAfter: string | null };

function sendOnce(file: File, subjectId: string | undefined, watch: Watch): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/documents");
    request.responseType = "json";
    request.setRequestHeader("accept-language", currentLanguage());
    request.setRequestHeader("x-csrf-token", csrfToken() ?? "");
    request.upload.onprogress = ({ loaded }) => watch.onProgress(Math.min(loaded, file.size));
    request.onload = () => {
      connectionFound();
      const retryAfter = request.getResponseHeader("retry-after");
      resolve({ status: request.status, body: request.response, retryAfter });
    };
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    request.onerror = () => {
      connectionLost();
      reject(new ConnectionLost());
    };
    watch.signal.addEventListener("abort", () => request.abort());
    request.send(formOf(file, subjectId));
  });
}

function formOf(file: File, subjectId: string | undefined): FormData {
  const form = new FormData();
  form.append("file", file);
  if (subjectId !== undefined) form.append("subject_id", subjectId);
  return form;
}

function read({ status, body, retryAfter }: Answer): Sent {
  if (status >= 200 && status < 300) return body as Sent;
  if (isEnvelope(body)) throw new ApiError(status, body.error, retryAfter);
  throw new ConnectionLost(status);
}
