import { useInfiniteQuery } from "@tanstack/react-query";
import { Fragment, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { ShowMore } from "@/components/ui/ShowMore";
import { Skeleton } from "@/components/ui/Skeleton";
import { MarkedParagraphs } from "@/features/documents/Marked";
import { type Passage, textQuery } from "@/features/documents/queries";
import { findQuote } from "@/features/documents/quotes";
import styles from "./SourceViewer.module.css";

type TextColumnProps = {
  readonly documentId: string;
  readonly page: number;
  readonly hasPages: boolean;
  readonly passageId: string | undefined;
  readonly quote: string | undefined;
};

/** The text of a document as a column to read, from near a place on, in both directions. */
export function TextColumn({ documentId, page, hasPages, passageId, quote }: TextColumnProps) {
  const { t } = useTranslation("documents");
  const text = useInfiniteQuery(textQuery(documentId, page, passageId));
  const column = useRef<HTMLElement>(null);
  const isThere = text.data !== undefined;
  useEffect(() => {
    if (!isThere) return;
    const place = column.current?.querySelector("mark") ?? column.current?.querySelector("[data-here]");
    place?.scrollIntoView({ block: "center" });
  }, [isThere]);
  if (text.isError) return <Problem error={text.error} onRetry={() => void text.refetch()} />;
  if (text.data === undefined) return <Skeleton lines={10} />;
  if (text.data.length === 0) return <p>{t("viewer.noText")}</p>;
  return (
    <article aria-label={t("viewer.text")} className={styles.column} ref={column}>
      <div className={styles.more}>
        <ShowMore
          isLoading={text.isFetchingPreviousPage}
          isThere={text.hasPreviousPage}
          onMore={() => void text.fetchPreviousPage()}
        >
          {t("viewer.before")}
        </ShowMore>
      </div>
      {text.data.map((passage, index) => (
        <OnePassage
          before={text.data[index - 1]}
          hasPages={hasPages}
          isHere={passageId === undefined ? passage.page === page : passage.id === passageId}
          key={passage.id}
          passage={passage}
          quote={quote}
        />
      ))}
      <div className={styles.more}>
        <ShowMore
          isLoading={text.isFetchingNextPage}
          isThere={text.hasNextPage}
          onMore={() => void text.fetchNextPage()}
        >
          {t("viewer.after")}
        </ShowMore>
      </div>
    </article>
  );
}

type OnePassageProps = {
  readonly passage: Passage;
  readonly before: Passage | undefined;
  readonly hasPages: boolean;
  readonly isHere: boolean;
  readonly quote: string | undefined;
};

function OnePassage({ passage, before, hasPages, isHere, quote }: OnePassageProps) {
  const { t } = useTranslation("documents");
  const marks = quote && isHere ? findQuote([passage.text], quote).ranges : [];
  return (
    <Fragment>
      {hasPages && before?.page !== passage.page ? (
        <p className={styles.pageMark}>{t("pageNumber", { page: passage.page })}</p>
      ) : null}
      {passage.heading !== null && before?.heading !== passage.heading ? <h2>{passage.heading}</h2> : null}
      <div className={styles.passage} data-here={isHere || undefined}>
        <MarkedParagraphs marks={marks} text={passage.text} />
      </div>
    </Fragment>
  );
}
