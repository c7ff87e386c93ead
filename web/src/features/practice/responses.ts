import type { Item, Key } from "@/features/practice/queries";
import type { Answer } from "@/lib/outbox";

export type Response = Answer["response"];

/** What is being typed or chosen. */
export type Given = { readonly texts: readonly string[]; readonly choice: string | null };

export const NOTHING: Given = { texts: [], choice: null };
/** How the two verdicts on a statement are kept while they are chosen. */
export const VERDICTS = ["true", "false"] as const;

const GAP = /_{3,}/;
// Written without spaces, so that a term has no edge to be known by.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const FORGOTTEN = 1;
const LONGEST_TEXT = 500;

/** The answer in the shape its item's type takes; undefined as long as nothing is given. */
export function responseOf(item: Item, given: Given): Response | undefined {
  switch (item.type) {
    case "flashcard":
      // Its answer is how well it was known, said after it was turned.
      return undefined;
    case "cloze": {
      const texts = gapsOf(item).map((gap) => tidy(given.texts[gap]));
      return texts.some((text) => text !== "") ? texts : undefined;
    }
    case "short_answer":
      return tidy(given.texts[0]) || undefined;
    case "multiple_choice":
      return given.choice ?? undefined;
    case "true_false":
      return given.choice === null ? undefined : given.choice === "true";
  }
}

/** "I do not know", in the shape its item's type takes. */
export function blankOf(item: Item): Response {
  if (item.type === "flashcard") return FORGOTTEN;
  return item.type === "cloze" ? gapsOf(item).map(() => "") : "";
}

/** Whether an answer says that it is not known. */
export function isBlank(response: Response): boolean {
  return response === "" || (Array.isArray(response) && response.every((text) => text === ""));
}

/** The places of a cloze item's gaps, counted from 0. */
export function gapsOf(item: Item): number[] {
  return Array.from({ length: item.gaps ?? 1 }, (_, gap) => gap);
}

/** A cloze item's text around its gaps: one piece more than there are gaps. */
export function piecesOf(stem: string): string[] {
  return stem.split(GAP);
}

/** The words of a response or key; options by their text, verdicts by the words given. */
export function wordsOf(item: Item, value: Response | Key, verdict: (isTrue: boolean) => string): string[] {
  if (typeof value === "boolean") return [verdict(value)];
  if (typeof value === "number") return [];
  const texts = Array.isArray(value) ? value : [value];
  if (item.type !== "multiple_choice") return texts.filter((text) => text !== "");
  return texts.flatMap((id) => item.options?.find((option) => option.id === id)?.text ?? []);
}

export type Piece = { readonly text: string; readonly isMarked: boolean };

/** A quote cut where the terms stand in it. */
export function markedIn(quote: string, terms: readonly string[]): Piece[] {
  const sought = terms.filter((term) => term.trim() !== "").map(patternOf);
  if (sought.length === 0) return [{ text: quote, isMarked: false }];
  const places = new RegExp(`(${sought.join("|")})`, "giu");
  return quote
    .split(places)
    .map((text, place) => ({ text, isMarked: place % 2 === 1 }))
    .filter(({ text }) => text !== "");
}

function patternOf(term: string): string {
  const letters = term
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    // Lines break elsewhere in a document than in a key.
    .replace(/\s+/g, "\\s+");
  return UNSPACED.test(term) ? letters : `(?<![\\p{L}\\p{N}])${letters}(?![\\p{L}\\p{N}])`;
}

function tidy(text: string | undefined): string {
  return (text ?? "").trim().slice(0, LONGEST_TEXT);
}
