import { type ReactNode, useId, useRef } from "react";
import styles from "./Menu.module.css";

type MenuProps = {
  /** What the button is called. */
  readonly label: string;
  /** What stands on the button. */
  readonly face: ReactNode;
  readonly children: ReactNode;
};

/** A button that opens a few more things to do; Escape, a click beside it and a choice close it. */
export function Menu({ label, face, children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const place = () => {
    const [at, shown] = [button.current?.getBoundingClientRect(), list.current];
    if (!at || !shown) return;
    shown.style.top = `${at.bottom + 6}px`;
    shown.style.right = `${Math.max(8, document.documentElement.clientWidth - at.right)}px`;
  };
  return (
    <>
      <button aria-label={label} className={styles.button} popoverTarget={id} ref={button} type="button">
        {face}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons and links in it take the keys */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        className={styles.menu}
        id={id}
        onBeforeToggle={place}
        onClick={() => list.current?.hidePopover()}
        popover="auto"
        ref={list}
      >
        {children}
      </div>
    </>
  );
}
