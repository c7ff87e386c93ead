import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/Button";
import { Problem } from "@/components/ui/Notice";
import styles from "./EntryForm.module.css";

type EntryFormProps = {
  readonly children: ReactNode;
  readonly submit: string;
  readonly isBusy: boolean;
  /** What went wrong with the form as a whole. */
  readonly error: unknown;
  readonly onSubmit: () => void;
};

/** A short form with one button; after a refusal the first field that is wrong has the focus. */
export function EntryForm({ children, submit, isBusy, error, onSubmit }: EntryFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const wasSent = useRef(false);
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (!wasSent.current || isBusy || !wrong) return;
    wasSent.current = false;
    wrong.focus();
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    wasSent.current = true;
    onSubmit();
  };
  return (
    <form className={styles.form} noValidate onSubmit={send} ref={form}>
      {error ? <Problem error={error} /> : null}
      {children}
      <Button busy={isBusy} className={styles.submit} look="primary" size="large" type="submit">
        {submit}
      </Button>
    </form>
  );
}
