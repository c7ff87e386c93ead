import { useTranslation } from "react-i18next";
import styles from "./Sketch.module.css";

const CARDS = [
  [120, 8],
  [40, 70],
  [200, 70],
  [120, 132],
  [250, 132],
] as const;
const LINES = [
  "M150,38C150,56 70,52 70,70",
  "M150,38C150,56 230,52 230,70",
  "M70,100C70,118 150,114 150,132",
  "M230,100C230,118 280,114 280,132",
];
const BARS = [34, 52, 20, 40, 28, 12, 24];

/** A drawing in outlines of what will stand here; it says itself that it shows no data. */
export function Sketch() {
  const { t } = useTranslation("progress");
  return (
    <figure className={styles.sketch}>
      <svg aria-hidden="true" viewBox="0 0 460 176">
        {LINES.map((line) => (
          <path d={line} key={line} />
        ))}
        {CARDS.map(([x, y]) => (
          <g key={`${x}-${y}`}>
            <rect height="30" rx="9" width="60" x={x} y={y} />
            <circle cx={x + 15} cy={y + 15} r="6" />
          </g>
        ))}
        {BARS.map((height, index) => (
          <rect height={height} key={height} rx="3" width="10" x={350 + index * 15} y={100 - height} />
        ))}
        <path d="M345,101H455" />
        <path d="M350,130C380,134 400,152 455,160" />
      </svg>
      <figcaption>{t("page.sketch")}</figcaption>
    </figure>
  );
}
