import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Chart.module.css";

/** The figures of a chart as a table. */
export type Numbers = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

type ChartFigureProps = {
  /** What the chart says, in a sentence: it stands below, and is what is read out first. */
  readonly caption: ReactNode;
  readonly numbers: Numbers;
  readonly children: ReactNode;
};

/** A chart with its sentence, and its figures for whoever would rather read them. */
export function ChartFigure({ caption, numbers, children }: ChartFigureProps) {
  const { t } = useTranslation();
  return (
    <figure className={styles.figure}>
      {children}
      <figcaption className={styles.caption}>{caption}</figcaption>
      <details className={styles.numbers}>
        <summary>{t("chart.numbers")}</summary>
        <div aria-label={t("chart.table")} className={styles.scroll} role="region" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {numbers.head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {numbers.rows.map(([first, ...rest], row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
                <tr key={row}>
                  <th scope="row">{first}</th>
                  {rest.map((cell, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: nor have cells
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
