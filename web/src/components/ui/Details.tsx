import type { ReactNode } from "react";
import styles from "./Details.module.css";

type DetailsProps = {
  readonly summary: ReactNode;
  /** Told when it is opened or closed, for what is only fetched then. */
  readonly onToggle?: (isOpen: boolean) => void;
  readonly children: ReactNode;
};

/** Something that is opened on purpose. */
export function Details({ summary, onToggle, children }: DetailsProps) {
  return (
    <details className={styles.details} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary className={styles.summary}>{summary}</summary>
      <div className={styles.content}>{children}</div>
    </details>
  );
}
