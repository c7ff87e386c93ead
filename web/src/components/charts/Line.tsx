import { type Column, type Geometry, Plot } from "@/components/charts/Plot";
import { labelWidth } from "@/components/charts/scale";
import styles from "./Chart.module.css";

export type Series = {
  readonly name: string;
  /** One value a column; null where nothing is known. */
  readonly values: readonly (number | null)[];
  /** A second line is dashed. */
  readonly look?: "main" | "second";
};

type LineProps = {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly series: readonly Series[];
  readonly largest: number;
  readonly format: (value: number) => string;
};

// Nearer than that, dots would make a string of beads.
const DOTS_FROM = 18;

/** How something goes up and down; each line is named at its end. */
export function Line({ label, columns, series, largest, format }: LineProps) {
  const margin = series.length > 1 ? 14 + Math.max(...series.map((each) => labelWidth(each.name))) : 12;
  return (
    <Plot columns={columns} format={format} label={label} largest={largest} margin={margin}>
      {(geometry) =>
        series.map((each, index) => (
          <Path
            geometry={geometry}
            isNamed={series.length > 1}
            key={each.name}
            others={series.slice(0, index)}
            series={each}
          />
        ))
      }
    </Plot>
  );
}

type PathProps = {
  readonly series: Series;
  readonly others: readonly Series[];
  readonly geometry: Geometry;
  readonly isNamed: boolean;
};

function Path({ series, others, geometry, isNamed }: PathProps) {
  const { x, y, step, shown, bottom } = geometry;
  const points = series.values.flatMap((value, index) =>
    value === null ? [] : [{ index, x: x(index), y: y(value) }],
  );
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const path = points.map((point, index) => `${index === 0 ? "M" : "L"}${point.x},${point.y}`).join("");
  const hasDots = step >= DOTS_FROM || points.length === 1;
  return (
    <g aria-hidden="true" className={series.look === "second" ? styles.second : styles.main}>
      {isNamed ? null : (
        <path className={styles.area} d={`${path}L${last.x},${bottom}L${first.x},${bottom}Z`} />
      )}
      <path className={styles.line} d={path} />
      {points
        .filter((point) => hasDots || point.index === shown)
        .map((point) => (
          <circle cx={point.x} cy={point.y} key={point.index} r={point.index === shown ? 6 : 3.5} />
        ))}
      {isNamed ? (
        <text className={styles.value} x={last.x + 8} y={nameHeight(last.y, endsOf(others, y)) + 4}>
          {series.name}
        </text>
      ) : null}
    </g>
  );
}

const NAME_HEIGHT = 16;

function endsOf(series: readonly Series[], y: (value: number) => number): number[] {
  return series.flatMap((each) => {
    const last = each.values.findLast((value) => value !== null);
    return last === undefined || last === null ? [] : [y(last)];
  });
}

/** A name steps aside, up or down, where another stands already. */
function nameHeight(wished: number, taken: readonly number[]): number {
  const near = taken.find((each) => Math.abs(each - wished) < NAME_HEIGHT);
  if (near === undefined) return wished;
  return wished < near ? near - NAME_HEIGHT : near + NAME_HEIGHT;
}
