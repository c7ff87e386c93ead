import { useTranslation } from "react-i18next";
import { Agreement } from "@/components/charts/Agreement";
import { ChartFigure } from "@/components/charts/ChartFigure";
import { Section } from "@/components/ui/Page";
import { meanGap } from "@/features/progress/evaluation/gap";
import type { Schemas } from "@/lib/api";
import { useFormat } from "@/lib/format";
import styles from "./Models.module.css";

/** What was said of answers against what became of them. */
export function Calibration({ bins }: { readonly bins: readonly Schemas["BinView"][] }) {
  const { t } = useTranslation("progress");
  const { number, percent } = useFormat();
  return (
    <Section lead={t("evaluation.plotLead")} title={t("evaluation.plot")}>
      <ChartFigure
        caption={t("evaluation.off", { gap: percent(meanGap(bins)) })}
        numbers={{
          head: [t("evaluation.range"), t("evaluation.mean"), t("evaluation.right"), t("evaluation.count")],
          rows: bins.map((bin) => [
            t("evaluation.between", { low: percent(bin.low), high: percent(bin.high) }),
            percent(bin.predicted),
            percent(bin.observed),
            number(bin.count),
          ]),
        }}
      >
        <div className={styles.square}>
          <Agreement
            format={percent}
            label={t("evaluation.plot")}
            points={bins.map((bin) => ({
              key: String(bin.low),
              said: bin.predicted,
              happened: bin.observed,
              count: bin.count,
              tick: percent(bin.predicted),
              tip: t("evaluation.tip", {
                predicted: percent(bin.predicted),
                observed: percent(bin.observed),
                count: bin.count,
              }),
            }))}
          />
          <p aria-hidden="true" className={styles.across}>
            {t("evaluation.across")}
          </p>
        </div>
      </ChartFigure>
    </Section>
  );
}
