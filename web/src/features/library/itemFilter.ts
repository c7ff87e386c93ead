import type { Item, ItemType } from "@/features/library/queries";

/** Which items of a deck to show; an empty word or type lets all through. */
export type Filter = { readonly text: string; readonly type: ItemType | "" };

export const EVERYTHING: Filter = { text: "", type: "" };
export const TYPES: readonly ItemType[] = [
  "flashcard",
  "cloze",
  "multiple_choice",
  "true_false",
  "short_answer",
];

/** Whether anything is left out. */
export function isOn(filter: Filter): boolean {
  return filter.text.trim() !== "" || filter.type !== "";
}

/** Whether an item is of the type, and says every word in its question, its answer or its skills. */
export function fits(item: Item, { text, type }: Filter): boolean {
  if (type !== "" && item.type !== type) return false;
  const key = Array.isArray(item.key) ? item.key.join(" ") : String(item.key ?? "");
  const options = item.options?.map((option) => option.text) ?? [];
  const skills = item.skills?.map(({ name }) => name) ?? [];
  const said = [item.stem, key, ...options, ...skills].join(" ").toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}
