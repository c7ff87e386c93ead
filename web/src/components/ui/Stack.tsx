import type { FormEventHandler, ReactNode } from "react";
import styles from "./Stack.module.css";

/** Things one below the other, no wider than fields are. */
export function Stack({ children }: { readonly children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}

type FormProps = {
  /** By which a button outside of it sends it. */
  readonly id?: string;
  readonly onSubmit: FormEventHandler<HTMLFormElement>;
  readonly children: ReactNode;
};

/** Fields one below the other; what is wrong with one is said by the page, not by the browser. */
export function Form({ id, onSubmit, children }: FormProps) {
  return (
    <form className={styles.stack} id={id} noValidate onSubmit={onSubmit}>
      {children}
    </form>
  );
}

/** What can be done, side by side where there is room. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
