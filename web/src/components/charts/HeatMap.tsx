import { useRef } from "react";
import { Tip } from "@/components/charts/Tip";
import { useRovingInside } from "@/components/charts/useRoving";
import { rowsOf, shadeOf, weeksOf } from "@/components/charts/weeks";
import { classes } from "@/lib/classes";
import { useRoom } from "@/lib/room";
import styles from "./Chart.module.css";

export type HeatDay = {
  readonly day: string;
  readonly value: number;
  /** What was done on that day. */
  readonly tip: string;
};

type HeatMapProps = {
  /** What it shows, and what it comes to: to a screen reader it is one picture. */
  readonly label: string;
  readonly days: readonly HeatDay[];
  /** From Monday on. */
  readonly weekdays: readonly string[];
  readonly monthOf: (day: string) => string;
};

const LEFT = 34;
const TOP = 20;
const LEAST = 14;
const MOST = 26;
const ROW_GAP = 14;
const WEEK = 7;

/** Days as squares in columns of weeks, the darker the more was done; what does not fit goes on in another row. */
export function HeatMap({ label, days, weekdays, monthOf }: HeatMapProps) {
  const ordered = [...days].sort((one, other) => (one.day < other.day ? -1 : 1));
  const index = new Map(ordered.map((each, position) => [each.day, position]));
  const roving = useRovingInside(
    { count: ordered.length, across: WEEK, down: 1 },
    (mark) => ordered[mark]?.tip ?? "",
  );
  const root = useRef<HTMLDivElement>(null);
  const { width } = useRoom(root);
  const weeks = weeksOf(ordered);
  const rows = rowsOf(weeks, Math.floor((width - LEFT) / LEAST));
  const step = Math.min(MOST, Math.floor((width - LEFT) / Math.max(1, rows[0]?.length ?? 1)));
  const rowHeight = TOP + WEEK * step + ROW_GAP;
  const height = rows.length * rowHeight - ROW_GAP;
  const at = (row: number, column: number, day: number) => ({
    x: LEFT + column * step,
    y: row * rowHeight + TOP + day * step,
  });
  const cells = rows.flatMap((row, rowIndex) =>
    row.flatMap((week, column) =>
      week.flatMap((each, day) =>
        each === undefined ? [] : [{ ...each, ...at(rowIndex, column, day), mark: index.get(each.day) ?? 0 }],
      ),
    ),
  );
  const told = cells.find((cell) => cell.mark === roving.shown);
  return (
    <div className={styles.plot} ref={root} style={{ minHeight: TOP + WEEK * LEAST }}>
      {width > 0 ? (
        <svg
          {...roving.picture}
          aria-label={label}
          className={styles.days}
          height={height}
          role="img"
          width={width}
        >
          <g className={styles.axis}>
            {rows.map((row, rowIndex) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
              <g key={rowIndex}>
                {[0, 2, 4].map((day) => (
                  <text key={day} x={0} y={at(rowIndex, 0, day).y + step / 2 + 4}>
                    {weekdays[day]}
                  </text>
                ))}
                {monthsOf(row, monthOf, step).map(({ column, name }) => (
                  <text key={column} x={LEFT + column * step} y={rowIndex * rowHeight + 12}>
                    {name}
                  </text>
                ))}
              </g>
            ))}
          </g>
          {cells.map((cell) => (
            <rect
              {...roving.mark(cell.mark)}
              className={classes(
                styles.day,
                styles[`shade${shadeOf(cell.value)}`],
                cell.mark === roving.shown && styles.shown,
              )}
              height={step - 3}
              key={cell.day}
              rx="3"
              width={step - 3}
              x={cell.x}
              y={cell.y}
            />
          ))}
        </svg>
      ) : null}
      {told ? <Tip text={told.tip} width={width} x={told.x + step / 2} y={told.y - 4} /> : null}
    </div>
  );
}

/** The months that begin in a row of weeks, where there is room for their names. */
function monthsOf(
  row: readonly (readonly (HeatDay | undefined)[])[],
  monthOf: (day: string) => string,
  step: number,
) {
  const named: { column: number; name: string }[] = [];
  let before = "";
  for (const [column, week] of row.entries()) {
    const day = week.find((each) => each !== undefined)?.day;
    if (day === undefined) continue;
    const last = named.at(-1);
    const name = monthOf(day);
    if (day.slice(0, 7) !== before && (last === undefined || (column - last.column) * step > 34))
      named.push({ column, name });
    before = day.slice(0, 7);
  }
  return named;
}
