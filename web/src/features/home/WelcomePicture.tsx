import { useTranslation } from "react-i18next";
import styles from "./WelcomePicture.module.css";

type Skill = {
  readonly key: "demand" | "supply" | "price" | "equilibrium" | "elasticity" | "surplus";
  readonly x: number;
  readonly y: number;
  /** How much of it is known, from 0 to 1. */
  readonly known: number;
};

const RADIUS = 21;
const AROUND = 2 * Math.PI * RADIUS;
const SKILLS: readonly Skill[] = [
  { key: "demand", x: 356, y: 78, known: 1 },
  { key: "supply", x: 500, y: 78, known: 1 },
  { key: "price", x: 300, y: 190, known: 0.8 },
  { key: "equilibrium", x: 428, y: 190, known: 0.62 },
  { key: "elasticity", x: 350, y: 306, known: 0.25 },
  { key: "surplus", x: 500, y: 306, known: 0 },
];
const BUILDS_ON = [
  [0, 2],
  [0, 3],
  [1, 3],
  [2, 4],
  [3, 4],
  [3, 5],
] as const;
const LINES = [150, 138, 146, 122, 150, 96, 148, 140, 112] as const;
const [FIRST_MARKED, LAST_MARKED] = [3, 5];

/** A page with one sentence marked, and the skill it is the evidence for among the others. */
export function WelcomePicture() {
  const { t } = useTranslation("home");
  return (
    <svg aria-label={t("picture.label")} className={styles.picture} role="img" viewBox="0 0 560 380">
      <g>
        <rect
          className={styles.sheetBehind}
          height="292"
          rx="10"
          transform="rotate(-4 120 200)"
          width="204"
          x="18"
          y="52"
        />
        <rect className={styles.sheet} height="292" rx="10" width="204" x="22" y="48" />
        <rect className={styles.title} height="10" rx="5" width="96" x="48" y="76" />
        {LINES.map((width, line) => {
          const isMarked = line >= FIRST_MARKED && line <= LAST_MARKED;
          const y = 112 + line * 23;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
            <g key={line}>
              {isMarked ? (
                <rect className={styles.mark} height="19" rx="3" width={width + 8} x="44" y={y - 6} />
              ) : null}
              <rect
                className={isMarked ? styles.markedLine : styles.line}
                height="7"
                rx="3.5"
                width={width}
                x="48"
                y={y}
              />
            </g>
          );
        })}
      </g>
      <path className={styles.evidence} d="M208 188 C 232 176, 250 178, 268 186" />
      <g className={styles.edges}>
        {BUILDS_ON.map(([from, to]) => (
          <path d={curve(SKILLS[from], SKILLS[to])} key={`${from}-${to}`} />
        ))}
      </g>
      {SKILLS.map(({ key, x, y, known }) => (
        <g key={key}>
          <circle className={styles.halo} cx={x} cy={y} r={RADIUS + 6} />
          <circle className={known === 1 ? styles.mastered : styles.node} cx={x} cy={y} r={RADIUS} />
          {known > 0 && known < 1 ? (
            <circle
              className={styles.known}
              cx={x}
              cy={y}
              r={RADIUS}
              strokeDasharray={`${AROUND * known} ${AROUND}`}
              transform={`rotate(-90 ${x} ${y})`}
            />
          ) : null}
          {known === 1 ? (
            <path className={styles.tick} d={`M${x - 8} ${y + 1} l5.5 6 L${x + 9} ${y - 7}`} />
          ) : null}
          <text className={styles.label} x={x} y={y + RADIUS + 21}>
            {t(`picture.skill.${key}`)}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** From the lower edge of one node to the upper edge of the next. */
function curve(from: Skill | undefined, to: Skill | undefined): string {
  if (from === undefined || to === undefined) return "";
  const [top, bottom] = [from.y + RADIUS + 30, to.y - RADIUS - 8];
  const middle = (top + bottom) / 2;
  return `M${from.x} ${top} C ${from.x} ${middle}, ${to.x} ${middle}, ${to.x} ${bottom}`;
}
