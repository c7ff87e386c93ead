import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { Dialog } from "@/components/ui/Dialog";
import { DocumentIcon } from "@/components/ui/icons";
import { Skeleton } from "@/components/ui/Skeleton";
import { documentQuery, type Source } from "@/features/practice/queries";
import { markedIn } from "@/features/practice/responses";
import styles from "@/features/practice/Told.module.css";

const SourceViewer = lazy(async () => ({
  default: (await import("@/features/documents/SourceViewer")).SourceViewer,
}));

type QuoteProps = {
  readonly source: Source;
  /** What to mark in it. */
  readonly terms: readonly string[];
  /** Whether the words are shown; not where they stand right above. */
  readonly hasWords?: boolean;
};

/** What the document says, word for word, and the way to its page. */
export function Quote({ source, terms, hasWords = true }: QuoteProps) {
  const { t } = useTranslation("practice");
  const [isOpen, setOpen] = useState(false);
  const { data: document } = useQuery(documentQuery(source.document_id));
  const where =
    document === undefined
      ? t("source.page", { page: source.page })
      : t("source.pageOf", { page: source.page, title: document.title });
  return (
    <figure className={styles.quote}>
      {source.quote === null || !hasWords ? null : (
        <blockquote lang={document?.language ?? undefined}>
          {markedIn(source.quote, terms).map(({ text, isMarked }, place) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a quote stay where they are
            isMarked ? <mark key={place}>{text}</mark> : <span key={place}>{text}</span>,
          )}
        </blockquote>
      )}
      <figcaption>
        <Button className={styles.source} look="quiet" onClick={() => setOpen(true)}>
          <DocumentIcon />
          {where}
        </Button>
      </figcaption>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} size="wide" title={where}>
        <Suspense fallback={<Skeleton lines={8} />}>
          <SourceViewer
            documentId={source.document_id}
            page={source.page}
            passageId={source.passage_id}
            {...(source.quote === null ? {} : { quote: source.quote })}
          />
        </Suspense>
      </Dialog>
    </figure>
  );
}
