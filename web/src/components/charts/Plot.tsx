import type { ReactNode } from "react";
import { Axis } from "@/components/charts/Axis";
import { labelWidth, ticks } from "@/components/charts/scale";
import { Tip } from "@/components/charts/Tip";
import { useRoving } from "@/components/charts/useRoving";
import { useRoom } from "@/lib/room";
import styles from "./Chart.module.css";

/** One place on the horizontal axis. */
export type Column = {
  readonly key: string;
  /** Below the axis. */
  readonly tick: string;
  /** Where it lies, from 0 to 1; left out, all lie equally far apart. */
  readonly at?: number;
  /** What is told of it when it is pointed at or reached by keyboard. */
  readonly tip: string;
};

/** Where things are drawn, in pixels. */
export type Geometry = {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly step: number;
  readonly shown: number | undefined;
};

type PlotProps = {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly largest: number;
  readonly format: (value: number) => string;
  readonly height?: number;
  /** Room at the right for labels of lines. */
  readonly margin?: number;
  readonly children: (geometry: Geometry) => ReactNode;
};

const TOP = 22;
const BELOW = 26;

/** The frame of a chart: axes, one tab stop, and what is told of the place that is looked at. */
export function Plot({ label, columns, largest, format, height = 200, margin = 4, children }: PlotProps) {
  const roving = useRoving(columns.length, 1, 0);
  const { width } = useRoom(roving.root);
  const marks = ticks(largest);
  const left = 12 + Math.max(...marks.map((mark) => labelWidth(format(mark))));
  const [right, bottom, top] = [width - margin, height - BELOW, marks.at(-1) ?? 1];
  const step = Math.max(1, (right - left) / Math.max(1, columns.length));
  const x = (index: number) => {
    const at = columns[index]?.at;
    return at === undefined ? left + (index + 0.5) * step : left + 8 + at * (right - left - 16);
  };
  const edge = (index: number) => {
    if (columns[0]?.at === undefined) return left + index * step;
    return index <= 0 ? left : index >= columns.length ? right : (x(index - 1) + x(index)) / 2;
  };
  const y = (value: number) => bottom - (value / top) * (bottom - TOP);
  const geometry = { left, right, bottom, x, y, step, shown: roving.shown };
  const told = roving.shown === undefined ? undefined : columns[roving.shown];
  return (
    <div className={styles.plot} onKeyDown={roving.onKeyDown} ref={roving.root} style={{ height }}>
      {width > 0 ? (
        <svg aria-label={label} height={height} role="group" width={width}>
          <Axis columns={columns} format={format} geometry={geometry} marks={marks} />
          {children(geometry)}
          {columns.map((column, index) => (
            <rect
              {...roving.mark(index)}
              aria-label={column.tip}
              className={styles.hit}
              height={bottom - TOP + 8}
              key={column.key}
              role="img"
              width={edge(index + 1) - edge(index)}
              x={edge(index)}
              y={TOP - 8}
            />
          ))}
        </svg>
      ) : null}
      {told && roving.shown !== undefined ? (
        <Tip text={told.tip} width={width} x={x(roving.shown)} y={TOP} />
      ) : null}
    </div>
  );
}
