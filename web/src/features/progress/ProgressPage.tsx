import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { EmptyState } from "@/components/ui/EmptyState";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { DaysSection } from "@/features/progress/page/DaysSection";
import { Figures } from "@/features/progress/page/Figures";
import { ForecastSection } from "@/features/progress/page/ForecastSection";
import { MapSection } from "@/features/progress/page/MapSection";
import { RecordsSection } from "@/features/progress/page/RecordsSection";
import { RetentionSection } from "@/features/progress/page/RetentionSection";
import { Sketch } from "@/features/progress/page/Sketch";
import { overviewQuery } from "@/lib/learner";

/** What has been learned, and when: every figure leads to what it was counted from. */
export function ProgressPage() {
  const { t } = useTranslation(["progress", "common"]);
  const overview = useQuery(overviewQuery);
  const { data } = overview;
  const hasDue = (data?.due_now ?? 0) > 0;
  const isNew = data !== undefined && data.skills === 0 && data.total.attempts === 0;
  return (
    <Page
      actions={
        data && !isNew ? (
          <ButtonLink look="primary" to={hasDue ? "/review" : "/practise"}>
            {hasDue ? t("page.review", { count: data.due_now }) : t("page.practise")}
          </ButtonLink>
        ) : undefined
      }
      lead={isNew ? undefined : t("page.lead")}
      title={t("common:nav.progress")}
    >
      {overview.isPending ? <Skeleton lines={8} /> : null}
      {overview.isError && !data ? (
        <Problem error={overview.error} onRetry={() => void overview.refetch()} />
      ) : null}
      {isNew ? <Newcomer /> : null}
      {data && !isNew ? (
        <>
          <Figures overview={data} />
          <MapSection />
          <DaysSection />
          <ForecastSection overdue={data.due_now} />
          <RetentionSection />
          <RecordsSection />
        </>
      ) : null}
      <div>
        <ButtonLink look="quiet" to="/progress/predictions">
          {t("estimate.evaluation")}
        </ButtonLink>
      </div>
    </Page>
  );
}

function Newcomer() {
  const { t } = useTranslation("progress");
  return (
    <EmptyState
      action={
        <ButtonLink look="primary" to="/library">
          {t("page.upload")}
        </ButtonLink>
      }
      picture={<Sketch />}
      title={t("page.empty")}
    >
      <p>{t("page.emptyText")}</p>
    </EmptyState>
  );
}
