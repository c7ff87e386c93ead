import type { Column, Geometry } from "@/components/charts/Plot";
import { labelWidth, shownLabels } from "@/components/charts/scale";
import styles from "./Chart.module.css";

type AxisProps = {
  readonly columns: readonly Column[];
  readonly marks: readonly number[];
  readonly format: (value: number) => string;
  readonly geometry: Geometry;
};

/** A few lines with their figures, and as many names below as there is room for. */
export function Axis({ columns, marks, format, geometry }: AxisProps) {
  const { left, right, bottom, x, y } = geometry;
  const widest = Math.max(0, ...columns.map((column) => labelWidth(column.tick)));
  // A name at the very end leans back in, so that it is not cut.
  const places = columns.map((column, index) => Math.min(x(index), right + 4 - labelWidth(column.tick) / 2));
  const shown = shownLabels(places, widest);
  return (
    <g aria-hidden="true" className={styles.axis}>
      {marks.map((mark) => (
        <g key={mark}>
          <line x1={left} x2={right} y1={y(mark)} y2={y(mark)} />
          <text textAnchor="end" x={left - 6} y={y(mark) + 4}>
            {format(mark)}
          </text>
        </g>
      ))}
      {columns.map((column, index) =>
        shown.has(index) ? (
          <text key={column.key} textAnchor="middle" x={places[index]} y={bottom + 18}>
            {column.tick}
          </text>
        ) : null,
      )}
    </g>
  );
}
