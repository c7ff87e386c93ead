import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Card } from "@/components/ui/Card";
import { EmptyState } from "@/components/ui/EmptyState";
import { Problem } from "@/components/ui/Notice";
import { Page, Section } from "@/components/ui/Page";
import { Skeleton } from "@/components/ui/Skeleton";
import { Calibration } from "@/features/progress/evaluation/Calibration";
import { Models } from "@/features/progress/evaluation/Models";
import { Predictors } from "@/features/progress/evaluation/Predictors";
import { evaluationQuery } from "@/features/progress/queries";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";

/** For the curious: how well answers are predicted on this installation, by what, and why by that. */
export function EvaluationPage() {
  const { t } = useTranslation(["progress", "common"]);
  const evaluation = useQuery(evaluationQuery);
  const { data } = evaluation;
  return (
    <Page
      above={<Link to="/progress">{t("common:nav.progress")}</Link>}
      lead={t("evaluation.lead")}
      title={t("evaluation.title")}
    >
      {evaluation.isPending ? <Skeleton lines={8} /> : null}
      {evaluation.isError && !data ? (
        <Problem error={evaluation.error} onRetry={() => void evaluation.refetch()} />
      ) : null}
      {data ? <Evaluation evaluation={data} /> : null}
    </Page>
  );
}

function Evaluation({ evaluation }: { readonly evaluation: Schemas["EvaluationView"] }) {
  const { t } = useTranslation("progress");
  const { fromNow } = useFormat();
  const { answers, learners, serving, models, bins } = evaluation;
  const facts = [
    ...(answers === null ? [] : [t("evaluation.answers", { count: answers })]),
    ...(learners === null ? [] : [t("evaluation.learners", { count: learners })]),
  ];
  return (
    <>
      <Section title={t("evaluation.serves")}>
        <Card>
          <h3>{t("evaluation.version", { name: serving.name, version: serving.version })}</h3>
          <p>{serving.text}</p>
          <p>
            {[facts.join(" "), t("evaluation.made", { when: fromNow(evaluation.evaluated_at, new Date()) })]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </Card>
      </Section>
      {bins.length === 0 ? (
        <EmptyState title={t("evaluation.few")}>
          <p>{t("evaluation.fewText")}</p>
        </EmptyState>
      ) : (
        <Calibration bins={bins} />
      )}
      <Models models={models} />
      <Predictors />
    </>
  );
}
