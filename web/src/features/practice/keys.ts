import type { Item } from "@/features/practice/queries";

/** What the page waits for. */
export type Phase = "asking" | "turned" | "told" | "waiting";

export type Situation = {
  readonly phase: Phase;
  readonly type: Item["type"];
  readonly options: number;
  /** The letters that stand for true and false in the language of the page. */
  readonly verdicts: readonly [string, string];
};

export type Stroke = {
  readonly key: string;
  /** Where it was pressed: in a text, on a control of its own, or on nothing. */
  readonly on: "text" | "control" | "nothing";
  /** Whether the text is still empty. */
  readonly isEmpty: boolean;
  readonly isRepeated: boolean;
  readonly hasModifier: boolean;
};

export type Act =
  | { readonly act: "turn" | "hint" | "answer" | "goOn" }
  | { readonly act: "rate"; readonly grade: number }
  | { readonly act: "choose"; readonly place: number };

const GRADES = 4;

/** What a key does on the page of a session; null leaves it to the browser. */
export function actOf(stroke: Stroke, situation: Situation): Act | null {
  if (stroke.hasModifier || stroke.isRepeated) return null;
  const isConfirming = stroke.key === "Enter" && stroke.on === "nothing";
  switch (situation.phase) {
    case "waiting":
      return null;
    case "told":
      return isConfirming ? { act: "goOn" } : null;
    case "turned":
      return rated(stroke);
    case "asking":
      return asked(stroke, situation, isConfirming);
  }
}

function rated({ key, on }: Stroke): Act | null {
  const grade = Number(key);
  return on !== "text" && key !== " " && grade >= 1 && grade <= GRADES ? { act: "rate", grade } : null;
}

function asked(stroke: Stroke, situation: Situation, isConfirming: boolean): Act | null {
  const { key, on } = stroke;
  // In a text a question mark is a question mark, unless it is all there is.
  if (key === "?" && (on !== "text" || stroke.isEmpty)) return { act: "hint" };
  if (on === "text") return null;
  if (situation.type === "flashcard") {
    return isConfirming || (key === " " && on === "nothing") ? { act: "turn" } : null;
  }
  if (isConfirming) return { act: "answer" };
  const place = placeOf(key, situation);
  return place === null ? null : { act: "choose", place };
}

function placeOf(key: string, { type, options, verdicts }: Situation): number | null {
  if (type !== "multiple_choice" && type !== "true_false") return null;
  const named = key.toLowerCase();
  const letters = type === "true_false" ? verdicts.map((letter) => letter.toLowerCase()) : [..."abcdefghij"];
  const place = /^\d$/.test(key) ? Number(key) - 1 : letters.indexOf(named);
  return place >= 0 && place < options ? place : null;
}
