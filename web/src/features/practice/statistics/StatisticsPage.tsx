import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Details } from "@/components/ui/Details";
import { EmptyState } from "@/components/ui/EmptyState";
import { CheckField } from "@/components/ui/Field";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { ShowMore } from "@/components/ui/ShowMore";
import { Skeleton } from "@/components/ui/Skeleton";
import { Stack } from "@/components/ui/Stack";
import { statisticsQuery } from "@/features/practice/statistics/queries";
import { StatisticsTable } from "@/features/practice/statistics/StatisticsTable";
import { byId, subjectStandingsQuery } from "@/lib/learner";
import { leaveIfMissing } from "@/lib/missing";

/** What answers say about the questions of a subject, for who wrote them or teaches with them. */
export function StatisticsPage() {
  const { t } = useTranslation("practice");
  const { subjectId } = useParams({ from: "/signed-in/subjects/$subjectId/statistics" });
  const { data: subjects } = useQuery({ ...subjectStandingsQuery, select: byId });
  const [isFlagged, showFlagged] = useState(false);
  const above = (
    <Link params={{ subjectId }} to="/subjects/$subjectId">
      {subjects?.[subjectId]?.title ?? t("statistics.subject")}
    </Link>
  );
  return (
    <Page above={above} lead={t("statistics.lead")} title={t("statistics.title")}>
      <Stack>
        <CheckField checked={isFlagged} label={t("statistics.onlyFlagged")} onChange={showFlagged} />
      </Stack>
      <Found isFlagged={isFlagged} subjectId={subjectId} />
      <Details summary={t("statistics.how")}>
        <p>{t("statistics.howRight")}</p>
        <p>{t("statistics.howApart")}</p>
        <p>{t("statistics.howHard")}</p>
      </Details>
    </Page>
  );
}

type FoundProps = { readonly subjectId: string; readonly isFlagged: boolean };

function Found({ subjectId, isFlagged }: FoundProps) {
  const { t } = useTranslation("practice");
  const found = useInfiniteQuery({
    ...statisticsQuery(subjectId, isFlagged),
    placeholderData: keepPreviousData,
  });
  leaveIfMissing(found.data ? null : found.error);
  if (found.isPending) return <Skeleton lines={8} />;
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  const items = found.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    const which = isFlagged ? "nothingFlagged" : "nothing";
    return (
      <EmptyState title={t(`statistics.${which}`)}>
        <p>{t(`statistics.${which}Text`)}</p>
      </EmptyState>
    );
  }
  return (
    <div aria-busy={found.isPlaceholderData}>
      <StatisticsTable items={items} />
      <ShowMore
        isLoading={found.isFetchingNextPage}
        isThere={found.hasNextPage}
        onMore={() => void found.fetchNextPage()}
      />
    </div>
  );
}
