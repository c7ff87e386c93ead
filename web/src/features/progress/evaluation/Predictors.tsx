import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { announce } from "@/components/ui/Announcer";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Problem } from "@/components/ui/Notice";
import { Section } from "@/components/ui/Page";
import { Row, Rows } from "@/components/ui/Rows";
import { Skeleton } from "@/components/ui/Skeleton";
import { predictorsQuery, useRollback } from "@/features/progress/queries";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { usePerson } from "@/lib/person";

type Predictor = Schemas["PredictorView"];

const MANAGES = "models:manage";
// What needs no training: it serves when nothing else does, and there is nothing to take it back to.
const isTrained = ({ trained_at }: Predictor) => trained_at !== null;

/** Every predictor there ever was, and the way back from one; nothing for who may not manage them. */
export function Predictors() {
  const { data: person } = usePerson();
  return person?.permissions.includes(MANAGES) ? <AllPredictors /> : null;
}

function AllPredictors() {
  const { t } = useTranslation("progress");
  const predictors = useQuery(predictorsQuery);
  return (
    <Section lead={t("predictors.lead")} title={t("predictors.title")}>
      {predictors.isPending ? <Skeleton lines={4} /> : null}
      {predictors.isError ? (
        <Problem error={predictors.error} onRetry={() => void predictors.refetch()} />
      ) : null}
      {predictors.data ? (
        <Rows label={t("predictors.title")}>
          {predictors.data.map((each) => (
            <OnePredictor key={`${each.name} ${each.version}`} predictor={each} />
          ))}
        </Rows>
      ) : null}
    </Section>
  );
}

function OnePredictor({ predictor }: { readonly predictor: Predictor }) {
  const { t } = useTranslation("progress");
  const { number, percent, precise, moment } = useFormat();
  const { name, version, state, loss, loss_to_beat: before, trained_at: trained } = predictor;
  const isTold = state === "serving" || state === "candidate";
  const about = [
    t(`evaluation.state.${state}`, { share: percent(predictor.share) }),
    trained === null
      ? t("predictors.untrained")
      : t("predictors.trained", {
          count: predictor.answers,
          answers: number(predictor.answers),
          moment: moment(trained),
        }),
    ...(loss !== null && before !== null
      ? [t("predictors.loss", { loss: precise(loss, 3), before: precise(before, 3) })]
      : []),
  ];
  return (
    <Row
      about={about}
      actions={isTold && isTrained(predictor) ? <TakeBack name={name} /> : undefined}
      name={t("evaluation.version", { name, version })}
    />
  );
}

function TakeBack({ name }: { readonly name: string }) {
  const { t } = useTranslation("progress");
  const rollBack = useRollback();
  const [isAsked, ask] = useState(false);
  return (
    <>
      <Button aria-label={t("predictors.takeBackOf", { name })} onClick={() => ask(true)}>
        {t("predictors.takeBack")}
      </Button>
      <ConfirmDialog
        confirm={t("predictors.takeBack")}
        isOpen={isAsked}
        onClose={() => ask(false)}
        onConfirm={async () => {
          const serving = await rollBack(name);
          announce(t("predictors.servesNow", { name: serving.name, version: serving.version }));
        }}
        title={t("predictors.takeBackTitle", { name })}
      >
        <p>{t("predictors.takeBackWhat")}</p>
      </ConfirmDialog>
    </>
  );
}
