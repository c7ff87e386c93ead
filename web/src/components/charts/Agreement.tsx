import { type Column, type Geometry, Plot } from "@/components/charts/Plot";
import { classes } from "@/lib/classes";
import styles from "./Chart.module.css";

/** What was said, from 0 to 1, what happened of it, and how often. */
export type Said = Pick<Column, "key" | "tick" | "tip"> & {
  readonly said: number;
  readonly happened: number;
  readonly count: number;
};

type AgreementProps = {
  readonly label: string;
  readonly points: readonly Said[];
  readonly format: (value: number) => string;
};

const HEIGHT = 340;
const [LEAST_RADIUS, MOST_RADIUS] = [4, 13];

/** Points on the dashed line happened as often as was said; the more there is behind a point, the larger it is. */
export function Agreement({ label, points, format }: AgreementProps) {
  const most = Math.max(1, ...points.map(({ count }) => count));
  return (
    <Plot
      columns={points.map(({ said, ...point }) => ({ ...point, at: said }))}
      format={format}
      height={HEIGHT}
      label={label}
      largest={1}
      margin={16}
    >
      {(geometry) => (
        <g aria-hidden="true" className={styles.main}>
          <path className={styles.honest} d={diagonal(geometry)} />
          {points.map(({ key, happened, count }, index) => (
            <circle
              className={classes(styles.point, geometry.shown === index && styles.looked)}
              cx={geometry.x(index)}
              cy={geometry.y(happened)}
              key={key}
              r={Math.max(LEAST_RADIUS, MOST_RADIUS * Math.sqrt(count / most))}
            />
          ))}
        </g>
      )}
    </Plot>
  );
}

// As far from the edges as `Plot` lays 0 and 1.
const INSIDE = 8;

function diagonal({ left, right, y }: Geometry): string {
  return `M${left + INSIDE},${y(0)}L${right - INSIDE},${y(1)}`;
}
