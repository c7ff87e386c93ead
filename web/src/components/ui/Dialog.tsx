import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { CloseIcon } from "@/components/ui/icons";
import { classes } from "@/lib/classes";
import styles from "./Dialog.module.css";

type DialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly size?: "medium" | "wide";
};

/** A question or a close look above the page; Escape, the cross and a click beside it close it. */
export function Dialog({ title, isOpen, onClose, children, actions, size = "medium" }: DialogProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    if (!isOpen) dialog.current?.close();
  }, [isOpen]);
  useLayoutEffect(() => {
    const shown = dialog.current;
    // One that is taken away while it is open gives the focus back, as one that is closed does.
    return () => shown?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a dialog closes by Escape itself
    <dialog
      aria-labelledby={titleId}
      className={classes(styles.dialog, styles[size])}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      onClose={() => !dialog.current?.open && onClose()}
      ref={dialog}
    >
      {isOpen ? (
        <div className={styles.inside}>
          <header className={styles.header}>
            <h2 id={titleId}>{title}</h2>
            <Button aria-label={t("close")} look="quiet" onClick={onClose}>
              <CloseIcon />
            </Button>
          </header>
          <div className={styles.content}>{children}</div>
          {actions ? <footer className={styles.actions}>{actions}</footer> : null}
        </div>
      ) : null}
    </dialog>
  );
}
