import type { ReactNode, Ref } from "react";
import { Actions } from "@/components/ui/Stack";
import styles from "./Rows.module.css";

type RowsProps = {
  /** What they are rows of, where no heading says it. */
  readonly label?: string;
  readonly ref?: Ref<HTMLUListElement>;
  readonly children: ReactNode;
};

/** A list whose rows each say what they are, and what can be done about it. */
export function Rows({ label, ref, children }: RowsProps) {
  return (
    <ul aria-label={label} className={styles.list} ref={ref} role="list">
      {children}
    </ul>
  );
}

type RowProps = {
  readonly name: ReactNode;
  /** What else is to be said of it, each on a line. */
  readonly about?: readonly string[];
  /** What can be done about it. */
  readonly actions?: ReactNode;
  /** What came of it. */
  readonly children?: ReactNode;
};

/** One of the rows. */
export function Row({ name, about = [], actions, children }: RowProps) {
  return (
    <li className={styles.row}>
      <div className={styles.about}>
        <p className={styles.name} dir="auto">
          {name}
        </p>
        {about.map((line) => (
          <p className={styles.soft} key={line}>
            {line}
          </p>
        ))}
      </div>
      {actions ? <Actions>{actions}</Actions> : null}
      {children}
    </li>
  );
}
