import { useSyncExternalStore } from "react";
import { type Sent, sendFile } from "@/features/documents/sending";
import { newId } from "@/lib/ids";

/** A file on its way to Lyceum; it goes on while other pages are open. */
export type Upload = {
  readonly id: string;
  readonly ownerId: string;
  readonly file: File;
  /** Where it goes; undefined: to a new subject of its own. */
  readonly subjectId: string | undefined;
  readonly state: "waiting" | "sending" | "sent" | "failed" | "cancelled";
  readonly sentBytes: number;
  readonly sent?: Sent;
  readonly error?: unknown;
};

/** What happens to uploads. */
export type UploadEvent =
  | {
      readonly kind: "added";
      readonly uploads: readonly Pick<Upload, "id" | "ownerId" | "file" | "subjectId">[];
    }
  | { readonly kind: "began" | "cancelled" | "retried" | "dismissed"; readonly id: string }
  | { readonly kind: "moved"; readonly id: string; readonly sentBytes: number }
  | { readonly kind: "sent"; readonly id: string; readonly sent: Sent }
  | { readonly kind: "failed"; readonly id: string; readonly error: unknown };

// More at once would only make each slower.
const MOST_AT_ONCE = 2;

/** The uploads after an event. */
export function after(uploads: readonly Upload[], event: UploadEvent): readonly Upload[] {
  if (event.kind === "added") {
    return [
      ...uploads,
      ...event.uploads.map((each) => ({ ...each, state: "waiting", sentBytes: 0 }) as const),
    ];
  }
  if (event.kind === "dismissed") return uploads.filter(({ id }) => id !== event.id);
  return uploads.map((upload) => (upload.id === event.id ? changed(upload, event) : upload));
}

/** Those that may begin now. */
export function nextToSend(uploads: readonly Upload[]): readonly Upload[] {
  const free = MOST_AT_ONCE - uploads.filter(({ state }) => state === "sending").length;
  return uploads.filter(({ state }) => state === "waiting").slice(0, Math.max(0, free));
}

function changed(upload: Upload, event: Exclude<UploadEvent, { kind: "added" }>): Upload {
  const { error: _, ...rest } = upload;
  switch (event.kind) {
    case "began":
      return { ...rest, state: "sending", sentBytes: 0 };
    case "moved":
      return { ...upload, sentBytes: event.sentBytes };
    case "sent":
      return { ...rest, state: "sent", sentBytes: upload.file.size, sent: event.sent };
    case "failed":
      return upload.state === "cancelled" ? upload : { ...upload, state: "failed", error: event.error };
    case "cancelled":
    case "dismissed":
      return { ...rest, state: "cancelled" };
    case "retried":
      return { ...rest, state: "waiting", sentBytes: 0 };
  }
}

let uploads: readonly Upload[] = [];
type Listener = (event: UploadEvent, uploads: readonly Upload[]) => void;
const listeners = new Set<Listener>();
const sending = new Map<string, AbortController>();

function happen(event: UploadEvent): void {
  uploads = after(uploads, event);
  for (const upload of nextToSend(uploads)) void send(upload);
  for (const listener of listeners) listener(event, uploads);
}

async function send(upload: Upload): Promise<void> {
  const { id, file, subjectId } = upload;
  const controller = new AbortController();
  sending.set(id, controller);
  uploads = after(uploads, { kind: "began", id });
  try {
    const onProgress = (sentBytes: number) => happen({ kind: "moved", id, sentBytes });
    happen({
      kind: "sent",
      id,
      sent: await sendFile(file, subjectId, { onProgress, signal: controller.signal }),
    });
  } catch (error) {
    happen({ kind: "failed", id, error });
  } finally {
    sending.delete(id);
  }
}

/** Puts files in line to be sent. */
export function addUploads(ownerId: string, files: readonly File[], subjectId: string | undefined): void {
  const added = files.map((file) => ({ id: newId(), ownerId, file, subjectId }));
  happen({ kind: "added", uploads: added });
}

/** Stops sending a file. */
export function cancelUpload(id: string): void {
  happen({ kind: "cancelled", id });
  sending.get(id)?.abort();
}

/** Sends a file once more. */
export function retryUpload(id: string): void {
  happen({ kind: "retried", id });
}

/** Shows an upload no more. */
export function dismissUpload(id: string): void {
  happen({ kind: "dismissed", id });
}

/** The uploads of this tab. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(onUploads, () => uploads);
}

/** Calls back with each thing that happens to the uploads; returns how to stop. */
export function onUploads(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
