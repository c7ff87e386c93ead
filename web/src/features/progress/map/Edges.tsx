import type { SkillGraph } from "@/features/progress/map/graph";
import { curve, type Layout } from "@/features/progress/map/layout";
import styles from "./Edges.module.css";

type EdgesProps = {
  readonly graph: SkillGraph;
  readonly layout: Layout;
  /** The skills whose lines light up; undefined if none is looked at. */
  readonly lit: ReadonlySet<string> | undefined;
};

/** The lines from what is needed to what needs it; one that begins at something mastered is an open way. */
export function Edges({ graph, layout, lit }: EdgesProps) {
  return (
    <svg aria-hidden="true" className={styles.edges} height={layout.height} width={layout.width}>
      {layout.routes.map(({ from, to, points }) => {
        const isLit = lit?.has(from) && lit.has(to);
        const look = isLit ? styles.lit : lit ? styles.dim : "";
        const way = graph.byId.get(from)?.isMastered ? styles.open : styles.shut;
        const end = points.at(-1);
        return (
          <g className={`${styles.edge} ${way} ${look}`} key={`${from}-${to}`}>
            <path d={curve(points)} />
            {end ? <circle cx={end.x} cy={end.y - 1} r="4" /> : null}
          </g>
        );
      })}
    </svg>
  );
}
