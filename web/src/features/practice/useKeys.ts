import { useEffect, useRef } from "react";
import { type Act, actOf, type Situation, type Stroke } from "@/features/practice/keys";

/** Listens to the keys of a session's page, wherever the focus is. */
export function useKeys(situation: Situation, onAct: (act: Act) => void): void {
  const latest = useRef({ situation, onAct });
  useEffect(() => {
    latest.current = { situation, onAct };
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
      const act = actOf(strokeOf(event), latest.current.situation);
      if (act === null) return;
      event.preventDefault();
      latest.current.onAct(act);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function strokeOf(event: KeyboardEvent): Stroke {
  const target = event.target instanceof Element ? event.target : null;
  const text = target?.closest<HTMLInputElement>("input:not([type=radio]), textarea, select") ?? null;
  return {
    key: event.key,
    on: text !== null ? "text" : target?.closest("button, a, summary") ? "control" : "nothing",
    isEmpty: text?.value === "",
    isRepeated: event.repeat,
    hasModifier: event.ctrlKey || event.metaKey || event.altKey || event.isComposing,
  };
}
