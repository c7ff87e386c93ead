import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/ui/EmptyState";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { AllSkills } from "@/features/progress/others/AllSkills";
import { StatsFigures } from "@/features/progress/others/StatsFigures";
import { TopSubjects } from "@/features/progress/others/TopSubjects";
import { WeekSection } from "@/features/progress/others/WeekSection";
import { statsQuery } from "@/features/progress/queries";
import { leaveIfMissing } from "@/lib/missing";
import { profileQuery } from "@/lib/profiles";

/** What a learner knows, for their teachers and guardians; the learner is told who looked. */
export function LearnerPage() {
  const { t } = useTranslation(["progress", "common"]);
  const { personId } = useParams({ from: "/signed-in/people/$personId/progress" });
  const { data: profile } = useQuery(profileQuery(personId));
  const stats = useQuery(statsQuery(personId));
  const { data } = stats;
  leaveIfMissing(data ? null : stats.error);
  const name = profile?.person.full_name;
  return (
    <Page
      above={<Link to="/people">{t("common:nav.people")}</Link>}
      lead={t("others.told")}
      title={name === undefined ? t("common:nav.progress") : t("others.title", { name })}
    >
      {stats.isPending ? <Skeleton lines={8} /> : null}
      {stats.isError && !data ? <Problem error={stats.error} onRetry={() => void stats.refetch()} /> : null}
      {data && data.accuracy === null ? (
        <EmptyState title={t("others.empty")}>
          <p>{t("others.emptyText")}</p>
        </EmptyState>
      ) : null}
      {data && data.accuracy !== null ? (
        <>
          <StatsFigures stats={data} />
          <WeekSection days={data.weekly_activity} />
          <TopSubjects subjects={data.top_subjects} />
          <AllSkills personId={personId} practised={data.skill_levels} />
        </>
      ) : null}
    </Page>
  );
}
