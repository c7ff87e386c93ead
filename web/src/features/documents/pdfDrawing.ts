import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
  type PDFPageProxy,
  TextLayer,
} from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";
import { findQuote, markedPieces, type Range } from "@/features/documents/quotes";
import { answer, api } from "@/lib/api";

GlobalWorkerOptions.workerSrc = workerUrl;

// A worker and the whole file are held for each.
const MOST_OPEN = 2;
// Beyond that some browsers draw nothing.
const MOST_PIXELS = 2 ** 24;

const opened = new Map<string, Promise<PDFDocumentProxy>>();

/** The PDF of a document, fetched once; the two last ones stay open. */
export function openPdf(documentId: string): Promise<PDFDocumentProxy> {
  const known = opened.get(documentId);
  opened.delete(documentId);
  const pdf = known ?? load(documentId);
  opened.set(documentId, pdf);
  pdf.catch(() => opened.delete(documentId));
  for (const [oldest, left] of [...opened].slice(0, -MOST_OPEN)) {
    opened.delete(oldest);
    void left.then((each) => each.loadingTask.destroy());
  }
  return pdf;
}

async function load(documentId: string): Promise<PDFDocumentProxy> {
  const data = await answer(
    api.GET("/api/v1/documents/{document_id}/file", {
      params: { path: { document_id: documentId } },
      parseAs: "arrayBuffer",
    }),
  );
  // Neither eval nor WebAssembly: the content security policy allows none.
  return getDocument({ data: data as ArrayBuffer, isEvalSupported: false, useWasm: false }).promise;
}

type Drawing = {
  readonly host: HTMLElement;
  /** Counted from 1. */
  readonly page: number;
  /** Of the page, in CSS pixels. */
  readonly width: number;
  readonly quote: string | undefined;
  readonly signal: AbortSignal;
};

/**
 * Draws a page into `host`, in place of what was there, and marks the quote in its text.
 *
 * @returns how much of the quote stands on the page, from 0 to 1
 */
export async function drawPage(pdf: PDFDocumentProxy, drawing: Drawing): Promise<number> {
  const page = await pdf.getPage(Math.min(drawing.page, pdf.numPages));
  const scale = drawing.width / page.getViewport({ scale: 1 }).width;
  const canvas = await print(page, scale, drawing.signal);
  const { layer, share } = await layText(page, scale, drawing.quote);
  if (drawing.signal.aborted) return 0;
  drawing.host.style.setProperty("--total-scale-factor", String(scale));
  drawing.host.replaceChildren(canvas, layer);
  return share;
}

async function print(page: PDFPageProxy, scale: number, signal: AbortSignal): Promise<HTMLCanvasElement> {
  const viewport = page.getViewport({ scale });
  const { width, height } = viewport;
  const sharpness = Math.min(Math.max(window.devicePixelRatio, 1), Math.sqrt(MOST_PIXELS / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(width * sharpness);
  canvas.height = Math.floor(height * sharpness);
  canvas.style.width = `${Math.floor(width)}px`;
  canvas.style.maxWidth = "none";
  canvas.style.height = `${Math.floor(height)}px`;
  canvas.setAttribute("aria-hidden", "true");
  const task = page.render({ canvas, viewport, transform: [sharpness, 0, 0, sharpness, 0, 0] });
  signal.addEventListener("abort", () => task.cancel());
  await task.promise;
  return canvas;
}

async function layText(page: PDFPageProxy, scale: number, quote: string | undefined) {
  const layer = document.createElement("div");
  layer.className = "textLayer";
  layer.style.setProperty("--total-scale-factor", String(scale));
  const text = new TextLayer({
    textContentSource: page.streamTextContent(),
    container: layer,
    viewport: page.getViewport({ scale }),
  });
  await text.render();
  if (quote === undefined) return { layer, share: 0 };
  const { ranges, share } = findQuote(text.textContentItemsStr, quote);
  for (const [number, element] of text.textDivs.entries()) {
    mark(
      element,
      ranges.filter((range) => range.text === number),
    );
  }
  return { layer, share };
}

/** Marks parts of what an element says. */
function mark(element: HTMLElement, ranges: readonly Range[]): void {
  if (ranges.length === 0) return;
  const pieces = markedPieces(element.textContent, ranges).map(({ text, isMarked }) => {
    if (!isMarked) return document.createTextNode(text);
    const marked = document.createElement("mark");
    marked.textContent = text;
    return marked;
  });
  element.replaceChildren(...pieces);
}
