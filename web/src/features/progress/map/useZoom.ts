import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const STEP = 1.25;
const LEAST = 0.12;
const MOST = 2;
const WHEEL = 0.006;

type Anchor = { readonly x: number; readonly y: number; readonly scale: number };
type Lengths = { readonly width: number; readonly height: number };

/**
 * The zoom of a map in a frame that scrolls: scrolling is the browser's own, so that fingers, wheels and keys do what
 * they do everywhere; a pinch, a wheel with Ctrl and the buttons zoom, dragging with the mouse pans.
 */
export function useZoom(frame: RefObject<HTMLElement | null>, size: Lengths, fitting: number) {
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const scale = chosen ?? fitting;
  const anchor = useRef<Anchor>(undefined);

  const zoomTo = useCallback(
    (wished: number, at?: { clientX: number; clientY: number }) => {
      const element = frame.current;
      if (element === null) return;
      const box = element.getBoundingClientRect();
      const [x, y] = at ? [at.clientX - box.left, at.clientY - box.top] : [box.width / 2, box.height / 2];
      anchor.current = { x, y, scale };
      setChosen(Math.min(MOST, Math.max(Math.min(LEAST, fitting), wished)));
    },
    [frame, scale, fitting],
  );

  // What lay under the pointer stays there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the anchor belongs to the scale that has just changed
  useLayoutEffect(() => {
    const [element, kept] = [frame.current, anchor.current];
    anchor.current = undefined;
    if (element === null || kept === undefined) return;
    const grown = scale / kept.scale;
    element.scrollLeft = (element.scrollLeft + kept.x) * grown - kept.x;
    element.scrollTop = (element.scrollTop + kept.y) * grown - kept.y;
  }, [scale, size.width]);

  useWheelAndPinch(frame, scale, zoomTo);
  useDragging(frame);
  return {
    scale,
    isFitting: chosen === undefined,
    canGrow: scale < MOST,
    canShrink: scale > LEAST,
    grow: () => zoomTo(scale * STEP),
    shrink: () => zoomTo(scale / STEP),
    fit: () => setChosen(undefined),
  };
}

type ZoomTo = (scale: number, at?: { clientX: number; clientY: number }) => void;

function useWheelAndPinch(frame: RefObject<HTMLElement | null>, scale: number, zoomTo: ZoomTo) {
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let spread: { readonly length: number; readonly scale: number } | undefined;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomTo(scale * Math.exp(-event.deltaY * WHEEL), event);
    };
    const onTouch = (event: TouchEvent) => {
      const [one, other] = event.touches;
      if (one === undefined || other === undefined) {
        spread = undefined;
        return;
      }
      event.preventDefault();
      const length = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      spread ??= { length, scale };
      const middle = {
        clientX: (one.clientX + other.clientX) / 2,
        clientY: (one.clientY + other.clientY) / 2,
      };
      zoomTo((spread.scale * length) / spread.length, middle);
      spread = { length, scale: (spread.scale * length) / spread.length };
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("touchmove", onTouch, { passive: false });
    element.addEventListener("touchend", onTouch);
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("touchmove", onTouch);
      element.removeEventListener("touchend", onTouch);
    };
  }, [frame, scale, zoomTo]);
}

// A hand that shakes while it clicks does not drag.
const SHAKE = 5;

/** Dragging with the mouse; what was dragged was not clicked. */
function useDragging(frame: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let from: { x: number; y: number; left: number; top: number; moved: boolean } | undefined;
    const onDown = (event: PointerEvent) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      from = {
        x: event.clientX,
        y: event.clientY,
        left: element.scrollLeft,
        top: element.scrollTop,
        moved: false,
      };
    };
    const onMove = (event: PointerEvent) => {
      if (from === undefined) return;
      const [across, down] = [event.clientX - from.x, event.clientY - from.y];
      if (!from.moved && Math.hypot(across, down) < SHAKE) return;
      from.moved = true;
      element.dataset.dragging = "";
      element.scrollLeft = from.left - across;
      element.scrollTop = from.top - down;
    };
    const onUp = () => {
      delete element.dataset.dragging;
      if (from?.moved) window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
      from = undefined;
    };
    element.addEventListener("pointerdown", onDown);
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
    return () => {
      element.removeEventListener("pointerdown", onDown);
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
    };
  }, [frame]);
}

function swallow(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
