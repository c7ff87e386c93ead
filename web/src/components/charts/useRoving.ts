import { type KeyboardEvent, useRef, useState } from "react";

/**
 * One tab stop for many marks: the arrow keys go from mark to mark.
 *
 * @param down how many marks further the mark below lies; 1 where they stand in one row
 */
export function useRoving(count: number, across: number, down: number) {
  const [current, setCurrent] = useState<number>();
  const [shown, setShown] = useState<number>();
  const root = useRef<HTMLDivElement>(null);
  const stop = Math.min(current ?? count - 1, count - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: -across,
      ArrowRight: across,
      ArrowUp: -down,
      ArrowDown: down,
      Home: -stop,
      End: count - 1 - stop,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, stop + step));
    setCurrent(next);
    root.current?.querySelector<HTMLElement>(`[data-mark="${next}"]`)?.focus();
  };
  const mark = (index: number) => ({
    "data-mark": index,
    tabIndex: index === stop ? 0 : -1,
    onFocus: () => {
      setCurrent(index);
      setShown(index);
    },
    onBlur: () => setShown(undefined),
    onPointerEnter: () => setShown(index),
    onPointerLeave: () => setShown(undefined),
  });
  return { root, onKeyDown, mark, shown };
}
