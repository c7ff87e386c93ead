import { useTranslation } from "react-i18next";
import { Details } from "@/components/ui/Details";
import { Section } from "@/components/ui/Page";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";
import styles from "./Models.module.css";

type Model = Schemas["FiguresView"];

/** The predictors there are, with their figures on the same answers. */
export function Models({ models }: { readonly models: readonly Model[] }) {
  const { t } = useTranslation("progress");
  const { percent, precise } = useFormat();
  const figure = (value: number | null) => (value === null ? t("evaluation.unknown") : precise(value, 3));
  return (
    <Section lead={t("evaluation.modelsLead")} title={t("evaluation.models")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard, too */}
      <div aria-label={t("evaluation.models")} className={styles.scroll} role="group" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("evaluation.model")}</th>
              <th scope="col">{t("evaluation.stateHead")}</th>
              <th scope="col">{t("evaluation.logLoss")}</th>
              <th scope="col">{t("evaluation.auc")}</th>
              <th scope="col">{t("evaluation.rmse")}</th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr key={`${model.name} ${model.version}`}>
                <th scope="row">{t("evaluation.version", { name: model.name, version: model.version })}</th>
                <td>{t(`evaluation.state.${model.state}`, { share: percent(model.share) })}</td>
                <td>{figure(model.log_loss)}</td>
                <td>{figure(model.auc)}</td>
                <td>{figure(model.rmse)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Details summary={t("evaluation.how")}>
        <p>{t("evaluation.logLossHow")}</p>
        <p>{t("evaluation.aucHow")}</p>
        <p>{t("evaluation.rmseHow")}</p>
      </Details>
    </Section>
  );
}
