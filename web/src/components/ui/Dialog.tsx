import {
  type ReactNode,
  type SyntheticEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/ui/Button";
import { CloseIcon } from "@/components/ui/icons";
import { Notice } from "@/components/ui/Notice";
import { classes } from "@/lib/classes";
import styles from "./Dialog.module.css";

type DialogProps = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly size?: "medium" | "wide";
  /** Something was typed that closing would lose: it is asked for once more. */
  readonly isUnsaved?: boolean;
};

const FIELD = "input:not([type=hidden]), select, textarea";

/** A question or a close look above the page; Escape, the cross and a click beside it close it. */
export function Dialog(props: DialogProps) {
  const { title, isOpen, onClose, children, actions, size = "medium", isUnsaved = false } = props;
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const [isWarned, setWarned] = useState(false);
  const mustAsk = isUnsaved && !isWarned;
  const leave = () => (mustAsk ? setWarned(true) : onClose());
  const onCancel = (event: SyntheticEvent) => {
    if (!mustAsk) return;
    event.preventDefault();
    setWarned(true);
  };
  useEffect(() => {
    if (isOpen && !dialog.current?.open) {
      dialog.current?.showModal();
      // By itself the focus would go to the cross.
      content.current?.querySelector<HTMLElement>(FIELD)?.focus();
    }
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
      onClick={(event) => event.target === event.currentTarget && leave()}
      onCancel={onCancel}
      onClose={() => !dialog.current?.open && onClose()}
      onInput={() => setWarned(false)}
      ref={dialog}
    >
      {isOpen ? (
        <div className={styles.inside}>
          <header className={styles.header}>
            <h2 id={titleId}>{title}</h2>
            <Button aria-label={t("close")} look="quiet" onClick={leave}>
              <CloseIcon />
            </Button>
          </header>
          <div className={styles.content} ref={content}>
            {children}
          </div>
          {isWarned ? (
            <Notice role="alert" title={t("unsaved.title")}>
              <p>{t("unsaved.text")}</p>
            </Notice>
          ) : null}
          {actions ? <footer className={styles.actions}>{actions}</footer> : null}
        </div>
      ) : null}
    </dialog>
  );
}
