import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Page.module.css";

type PageProps = {
  /** The page's heading, and its title in the browser. */
  readonly title: string;
  /** A few words above the heading: where this is. */
  readonly above?: ReactNode;
  /** A sentence below the heading. */
  readonly lead?: ReactNode;
  /** What can be done with all of it. */
  readonly actions?: ReactNode;
  readonly width?: "page" | "reading";
  readonly children: ReactNode;
};

/** A page: its heading takes the focus when it opens, so that a screen reader says where one is. */
export function Page({ title, above, lead, actions, width = "page", children }: PageProps) {
  const heading = usePageTitle(title);
  return (
    <div className={width === "reading" ? styles.reading : styles.page}>
      <header className={styles.header}>
        <div className={styles.titles}>
          {above ? <p className={styles.above}>{above}</p> : null}
          <h1 dir="auto" ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

let isFirst = true;

/** Names the page in the browser, and gives the heading that takes the focus; not on the very first page, where nobody has gone anywhere. */
export function usePageTitle(title: string) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t("title", { page: title });
  }, [t, title]);
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return heading;
}

type SectionProps = {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** A part of a page, under its own heading. */
export function Section({ title, lead, actions, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <h2>{title}</h2>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </header>
      {children}
    </section>
  );
}
