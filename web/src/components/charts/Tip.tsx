import styles from "./Chart.module.css";

type TipProps = { readonly text: string; readonly x: number; readonly y: number; readonly width: number };

/** What is told of a mark, beside it; it is read out as the mark's own name. */
export function Tip({ text, x, y, width }: TipProps) {
  const side = x < width / 3 ? "0%" : x > (2 * width) / 3 ? "-100%" : "-50%";
  return (
    <div
      aria-hidden="true"
      className={styles.tip}
      style={{ left: x, top: y, transform: `translate(${side}, -100%)` }}
    >
      {text}
    </div>
  );
}
