import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Skeleton } from "@/components/ui/Skeleton";
import { CitedPassage } from "@/features/documents/CitedPassage";
import { documentQuery } from "@/features/documents/queries";
import { TextColumn } from "@/features/documents/TextColumn";
import { FURTHEST_OUT, ViewerBar, ZOOM_STEP } from "@/features/documents/ViewerBar";
import styles from "./SourceViewer.module.css";

const PdfPage = lazy(() =>
  import("@/features/documents/pdfPage").then(({ PdfPage }) => ({ default: PdfPage })),
);

const PDF = "application/pdf";
// A sentence goes over to the next page, never over two.
const REACH = 1;
const WHOLE = 0.97;
// Where a page fitted to the width is too small to read.
const NARROW = "(max-width: 30rem)";

type SourceViewerProps = {
  readonly documentId: string;
  /** Counted from 1. */
  readonly page: number;
  readonly passageId?: string;
  /** The sentence to mark. */
  readonly quote?: string;
};

/** A document opened at one page, with one sentence marked. */
export function SourceViewer(props: SourceViewerProps) {
  const { data: document, error, refetch } = useQuery(documentQuery(props.documentId));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (document === undefined) return <Skeleton lines={8} />;
  const pages = Math.max(document.page_count ?? 1, props.page);
  return document.media_type === PDF ? (
    <PdfViewer {...props} pages={pages} title={document.title} />
  ) : (
    <TextViewer {...props} pages={pages} />
  );
}

type ViewerProps = SourceViewerProps & { readonly pages: number };

/** The pages as they are printed, and their text. */
function PdfViewer({ title, ...props }: ViewerProps & { readonly title: string }) {
  const { documentId, pages, passageId, quote } = props;
  const { t } = useTranslation("documents");
  const [isText, setText] = useState(() => quote !== undefined && window.matchMedia(NARROW).matches);
  const [page, setPage] = useState(props.page);
  const [zoom, setZoom] = useState(1);
  const [share, setShare] = useState<number>();
  const isCited = page === props.page;
  const goTo = (number: number) => {
    setPage(Math.min(Math.max(number, 1), pages));
    setShare(undefined);
  };
  return (
    <Keys onZoom={setZoom} onStep={(step) => goTo(page + step)} zoom={zoom}>
      <ViewerBar
        isText={isText}
        onPage={goTo}
        onText={setText}
        onZoom={isText ? undefined : setZoom}
        page={page}
        pages={pages}
        zoom={zoom}
      />
      {isText ? (
        <TextColumn
          documentId={documentId}
          hasPages
          key={page}
          page={page}
          passageId={isCited ? passageId : undefined}
          quote={quote}
        />
      ) : (
        <>
          {quote && isCited ? <Finding share={share} /> : null}
          <Suspense fallback={<Skeleton lines={12} />}>
            <PdfPage
              documentId={documentId}
              label={t("viewer.pageOf", { page, title })}
              onFound={setShare}
              page={page}
              quote={Math.abs(page - props.page) <= REACH ? quote : undefined}
              zoom={zoom}
            />
          </Suspense>
          {quote && isCited && share === 0 ? (
            <CitedPassage documentId={documentId} page={page} passageId={passageId} quote={quote} />
          ) : null}
        </>
      )}
    </Keys>
  );
}

/** What kinds of file other than PDF have: their text. */
function TextViewer({ documentId, pages, passageId, quote, ...props }: ViewerProps) {
  const [page, setPage] = useState(props.page);
  return (
    <div className={styles.viewer}>
      {pages > 1 ? <ViewerBar onPage={setPage} page={page} pages={pages} /> : null}
      <TextColumn
        documentId={documentId}
        hasPages={pages > 1}
        key={page}
        page={page}
        passageId={page === props.page ? passageId : undefined}
        quote={quote}
      />
    </div>
  );
}

/** Says where the mark is not, or not whole. */
function Finding({ share }: { readonly share: number | undefined }) {
  const { t } = useTranslation("documents");
  const said =
    share === undefined || share >= WHOLE ? "" : share === 0 ? t("viewer.notFound") : t("viewer.partly");
  return (
    <p className={said ? styles.finding : "unseen"} role="status">
      {said || (share === undefined ? "" : t("viewer.found"))}
    </p>
  );
}

type KeysProps = {
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  readonly onStep: (step: number) => void;
  readonly children: React.ReactNode;
};

/** Left and right turn the page, plus and minus zoom, as long as nothing is being typed. */
function Keys({ zoom, onZoom, onStep, children }: KeysProps) {
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowLeft") onStep(-1);
    else if (event.key === "ArrowRight") onStep(1);
    else if (event.key === "+") onZoom(zoom * ZOOM_STEP);
    else if (event.key === "-") onZoom(Math.max(FURTHEST_OUT, zoom / ZOOM_STEP));
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: short cuts for what the buttons inside do too
    <div className={styles.viewer} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}
