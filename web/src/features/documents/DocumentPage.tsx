import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { DocumentOverview } from "@/features/documents/DocumentOverview";
import { documentQuery } from "@/features/documents/queries";
import { ReadingRoom } from "@/features/documents/ReadingRoom";
import { leaveIfMissing } from "@/lib/missing";

const route = getRouteApi("/signed-in/documents/$documentId");

/** A document: what came of it, or opened at the page that the address names. */
export function DocumentPage() {
  const { t } = useTranslation("documents");
  const { documentId } = route.useParams();
  const place = route.useSearch();
  const { data: document, error, refetch } = useQuery(documentQuery(documentId));
  if (document === undefined) {
    leaveIfMissing(error);
    return (
      <Page title={t("document")}>
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />}
      </Page>
    );
  }
  const isReading = place.page !== undefined || place.passage !== undefined;
  return isReading ? (
    <ReadingRoom document={document} place={place} />
  ) : (
    <DocumentOverview document={document} />
  );
}
