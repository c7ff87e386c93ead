import type { ReactNode } from "react";
import styles from "./Details.module.css";

type DetailsProps = { readonly summary: ReactNode; readonly children: ReactNode };

/** Something that is opened on purpose. */
export function Details({ summary, children }: DetailsProps) {
  return (
    <details className={styles.details}>
      <summary className={styles.summary}>{summary}</summary>
      <div className={styles.content}>{children}</div>
    </details>
  );
}
