import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { BackIcon } from "@/components/ui/icons";
import { Page } from "@/components/ui/Page";
import type { Document } from "@/features/documents/queries";
import { SourceViewer } from "@/features/documents/SourceViewer";
import styles from "./ReadingRoom.module.css";

type ReadingRoomProps = {
  readonly document: Document;
  readonly place: { readonly page?: number; readonly passage?: string; readonly quote?: string };
};

/** A document opened at a place, with the page to itself. */
export function ReadingRoom({ document, place }: ReadingRoomProps) {
  const { t } = useTranslation("documents");
  const back = (
    <Link className={styles.back} params={{ documentId: document.id }} to="/documents/$documentId">
      <BackIcon />
      {t("backToDocument")}
    </Link>
  );
  return (
    <Page above={back} title={document.title}>
      <SourceViewer
        documentId={document.id}
        key={`${place.page} ${place.passage} ${place.quote}`}
        page={place.page ?? 1}
        {...(place.passage && { passageId: place.passage })}
        {...(place.quote && { quote: place.quote })}
      />
    </Page>
  );
}
