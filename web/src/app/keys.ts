import { useRouter } from "@tanstack/react-router";
import { useEffect, useSyncExternalStore } from "react";

const KEPT = "lyceum.keys";
const CHORD_MS = 1_500;

/** Where `g` and a letter lead. */
const PLACES_BY_LETTER = {
  h: "/",
  l: "/library",
  p: "/practise",
  r: "/review",
  m: "/progress",
  s: "/settings",
} as const;

type Letter = keyof typeof PLACES_BY_LETTER;

const listeners = new Set<() => void>();

/** Whether single keys do something; whoever dictates to their computer may not want that. */
export function useKeysOn(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(KEPT) !== "off",
  );
}

/** Lets single keys do something, or not. */
export function setKeysOn(isOn: boolean): void {
  localStorage.setItem(KEPT, isOn ? "on" : "off");
  for (const listener of listeners) listener();
}

/** Listens for the keys that work on every page: `/` searches, `?` helps, `g` and a letter go somewhere. */
export function useKeys(isOn: boolean, help: () => void): void {
  const router = useRouter();
  useEffect(() => {
    if (!isOn) return;
    let wentAt = 0;
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
      const isSecond = event.timeStamp - wentAt < CHORD_MS;
      wentAt = event.key === "g" ? event.timeStamp : 0;
      if (event.key === "?") help();
      else if (event.key === "/") void router.navigate({ to: "/search" });
      else if (isSecond && isLetter(event.key)) void router.navigate({ to: PLACES_BY_LETTER[event.key] });
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [isOn, help, router]);
}

function isLetter(key: string): key is Letter {
  return Object.hasOwn(PLACES_BY_LETTER, key);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isText = target instanceof HTMLInputElement && !["radio", "checkbox", "button"].includes(target.type);
  return isText || target.matches("textarea, select, [contenteditable]");
}
