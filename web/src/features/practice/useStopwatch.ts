import { useEffect, useState } from "react";
import { type Stopwatch, stopwatch } from "@/features/practice/stopwatch";

/** Measures how long the page of a question is in sight; `onHalt` hears the time whenever it stands still. */
export function useStopwatch(before: number, onHalt: (spentMs: number) => void): Stopwatch {
  const [watch] = useState(() => stopwatch(() => performance.now(), before));
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") watch.run();
      else watch.halt();
      if (document.visibilityState !== "visible") onHalt(watch.read());
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      watch.halt();
    };
  }, [watch, onHalt]);
  return watch;
}
