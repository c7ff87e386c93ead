import { type Column, Plot } from "@/components/charts/Plot";
import styles from "./Chart.module.css";

export type Bar = Column & {
  readonly value: number;
  /** As much of it as is drawn apart, at the foot. */
  readonly apart?: number;
};

type BarsProps = {
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly format: (value: number) => string;
};

const WIDEST = 44;
const FIGURE_FROM = 20;

/** How much there is of something on each of some days. */
export function Bars({ label, bars, format }: BarsProps) {
  const largest = Math.max(0, ...bars.map((bar) => bar.value));
  return (
    <Plot columns={bars} format={format} label={label} largest={largest}>
      {({ x, y, step, shown }) => {
        const width = Math.min(WIDEST, Math.max(2, step * 0.72));
        return bars.map((bar, index) => {
          const left = x(index) - width / 2;
          const apart = bar.apart ?? 0;
          return (
            <g aria-hidden="true" className={shown === index ? styles.looked : ""} key={bar.key}>
              <rect
                className={styles.bar}
                height={y(0) - y(bar.value)}
                rx={Math.min(4, width / 3)}
                width={width}
                x={left}
                y={y(bar.value)}
              />
              {apart > 0 ? (
                <rect
                  className={styles.apart}
                  height={y(0) - y(apart)}
                  rx={Math.min(4, width / 3)}
                  width={width}
                  x={left}
                  y={y(apart)}
                />
              ) : null}
              {bar.value > 0 && (step >= FIGURE_FROM || bar.value === largest) ? (
                <text className={styles.value} textAnchor="middle" x={x(index)} y={y(bar.value) - 5}>
                  {format(bar.value)}
                </text>
              ) : null}
            </g>
          );
        });
      }}
    </Plot>
  );
}
