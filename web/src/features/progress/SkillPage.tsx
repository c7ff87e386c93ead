import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/components/ui/Button";
import { Problem } from "@/components/ui/Notice";
import { Page } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { skillQuery } from "@/features/progress/queries";
import { Belief } from "@/features/progress/skill/Belief";
import { Estimate } from "@/features/progress/skill/Estimate";
import { Evidence } from "@/features/progress/skill/Evidence";
import { Items } from "@/features/progress/skill/Items";
import { Relations } from "@/features/progress/skill/Relations";
import { leaveIfMissing } from "@/lib/missing";

/** One skill: what is believed of it, why, and what can be done. */
export function SkillPage() {
  const { t } = useTranslation(["progress", "common"]);
  const { skillId } = useParams({ from: "/signed-in/progress/skills/$skillId" });
  const found = useQuery(skillQuery(skillId));
  const { data } = found;
  leaveIfMissing(data ? null : found.error);
  return (
    <Page
      above={<Link to="/progress">{t("common:nav.progress")}</Link>}
      actions={
        data && data.item_count > 0 ? (
          <ButtonLink look="primary" search={{ skill: skillId }} to="/practise">
            {t("skill.practise")}
          </ButtonLink>
        ) : undefined
      }
      title={data?.skill.name ?? t("skill.title")}
    >
      {found.isPending ? <Skeleton lines={8} /> : null}
      {found.isError && !data ? <Problem error={found.error} onRetry={() => void found.refetch()} /> : null}
      {data ? (
        <>
          <Belief detail={data} />
          <Relations detail={data} />
          <Evidence skillId={skillId} />
          <Items detail={data} />
          <Estimate />
        </>
      ) : null}
    </Page>
  );
}
