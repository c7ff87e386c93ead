import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/Card";
import { MarkedParagraphs } from "@/features/documents/Marked";
import { pageTextQuery } from "@/features/documents/queries";
import { findQuote } from "@/features/documents/quotes";
import styles from "./SourceViewer.module.css";

type CitedPassageProps = {
  readonly documentId: string;
  readonly page: number;
  readonly passageId: string | undefined;
  readonly quote: string;
};

/** The text that was read on a page, with the quote marked: for a page on which it cannot be shown. */
export function CitedPassage({ documentId, page, passageId, quote }: CitedPassageProps) {
  const { t } = useTranslation("documents");
  const { data: passages = [] } = useQuery(pageTextQuery(documentId, page));
  const found = passages
    .map((passage) => ({ passage, ...findQuote([passage.text], quote) }))
    .filter(({ passage, share }) => share > 0 && (passageId === undefined || passage.id === passageId));
  if (found.length === 0) return null;
  return (
    <Card as="section" tone="sunken">
      <h3>{t("viewer.textOfPage")}</h3>
      {found.map(({ passage, ranges }) => (
        <div className={styles.column} key={passage.id}>
          <MarkedParagraphs marks={ranges} text={passage.text} />
        </div>
      ))}
    </Card>
  );
}
