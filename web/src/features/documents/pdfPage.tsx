import type { PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";
import { Problem } from "@/components/ui/Notice";
import { drawPage, openPdf } from "@/features/documents/pdfDrawing";
import styles from "./pdfPage.module.css";

type PdfPageProps = {
  readonly documentId: string;
  readonly page: number;
  /** 1 fits the width. */
  readonly zoom: number;
  readonly quote: string | undefined;
  readonly label: string;
  /** How much of the quote stands on this page. */
  readonly onFound: (share: number) => void;
};

/** One page of a PDF as it is printed, with its text laid over it: to be selected, read out, and marked. */
export function PdfPage({ documentId, page, zoom, quote, label, onFound }: PdfPageProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const shown = useRef("");
  const width = useWidth(scroll);
  const { pdf, error, retry } = usePdf(documentId);
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    const host = sheet.current;
    if (!pdf || !host || width === 0) return;
    const controller = new AbortController();
    const { signal } = controller;
    setFailure(undefined);
    drawPage(pdf, { host, page, width: width * zoom, quote, signal })
      .then((share) => {
        if (signal.aborted) return;
        onFound(share);
        // Whoever makes the page larger wants to stay where they are.
        const place = `${documentId} ${page}`;
        if (shown.current === place) return;
        shown.current = place;
        host.querySelector("mark")?.scrollIntoView({ block: "center", inline: "nearest" });
      })
      .catch((reason: unknown) => {
        if (!signal.aborted) setFailure(reason);
      });
    return () => controller.abort();
  }, [pdf, documentId, page, width, zoom, quote, onFound]);
  const problem = error ?? failure;
  return (
    <section aria-label={label} className={styles.frame}>
      {problem ? <Problem error={problem} onRetry={retry} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is larger than its frame is scrolled by keys */}
      <div className={styles.scroll} ref={scroll} tabIndex={0}>
        <div className={styles.sheet} ref={sheet} />
      </div>
    </section>
  );
}

function usePdf(documentId: string) {
  const [pdf, setPdf] = useState<PDFDocumentProxy>();
  const [error, setError] = useState<unknown>();
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is another run
  useEffect(() => {
    let isWanted = true;
    setError(undefined);
    openPdf(documentId).then(
      (opened) => isWanted && setPdf(opened),
      (reason: unknown) => isWanted && setError(reason),
    );
    return () => {
      isWanted = false;
    };
  }, [documentId, tries]);
  return { pdf, error, retry: () => setTries((count) => count + 1) };
}

/** How wide an element is, in whole pixels; 0 before it is known. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
