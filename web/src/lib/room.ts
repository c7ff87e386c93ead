import { type RefObject, useLayoutEffect, useState } from "react";

const STANDARD_PX = 16;

/** How wide an element is, and how much larger than usual the person wants text; both kept up to date. */
export function useRoom(element: RefObject<HTMLElement | null>) {
  const [room, setRoom] = useState({ width: 0, unit: 1 });
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const measure = () => {
      const width = measured.clientWidth;
      const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / STANDARD_PX || 1;
      setRoom((room) => (room.width === width && room.unit === unit ? room : { width, unit }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    observer.observe(document.documentElement);
    return () => observer.disconnect();
  }, [element]);
  return room;
}
