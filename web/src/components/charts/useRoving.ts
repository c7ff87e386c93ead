import { type KeyboardEvent, useRef, useState } from "react";
import { announce } from "@/components/ui/Announcer";

/** How marks lie: `across` and `down` say how many marks further the one beside and the one below is. */
type Order = { readonly count: number; readonly across: number; readonly down: number };

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
    const next = markAfter(event.key, stop, { count, across, down });
    if (next === undefined) return;
    event.preventDefault();
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

/**
 * The same for so many marks that they are one picture to a screen reader: the picture has the focus, the arrow keys
 * go through it, and each mark they come to is said.
 *
 * @param said what a mark means
 */
export function useRovingInside(order: Order, said: (index: number) => string) {
  const [shown, setShown] = useState<number>();
  const last = useRef(order.count - 1);
  const show = (index: number) => {
    last.current = index;
    setShown(index);
  };
  const picture = {
    tabIndex: 0,
    onFocus: () => show(Math.min(last.current, order.count - 1)),
    onBlur: () => setShown(undefined),
    onKeyDown: (event: KeyboardEvent) => {
      const next = markAfter(event.key, Math.min(last.current, order.count - 1), order);
      if (next === undefined) return;
      event.preventDefault();
      show(next);
      announce(said(next));
    },
  };
  const mark = (index: number) => ({
    onPointerEnter: () => show(index),
    onPointerLeave: () => setShown(undefined),
  });
  return { picture, mark, shown };
}

/** The mark a key leads to from another; none if the key leads nowhere. */
function markAfter(key: string, from: number, { count, across, down }: Order): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: -across,
    ArrowRight: across,
    ArrowUp: -down,
    ArrowDown: down,
    Home: -from,
    End: count - 1 - from,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.min(count - 1, Math.max(0, from + step));
}
