import type { Item } from "@/features/practice/queries";

// As the server: of two options, striking out the wrong one would tell the other.
const FEWEST_OPTIONS = 3;

/**
 * Whether there may be a hint to an item. One that its author wrote has no source to point at, and then only the shape
 * of what is typed, or one option of several, can be told; whether a hint would tell too much, only the server knows.
 */
export function mayHaveHints({ type, source, options }: Pick<Item, "type" | "source" | "options">): boolean {
  if (source !== null) return true;
  if (type === "multiple_choice") return (options?.length ?? 0) >= FEWEST_OPTIONS;
  return type === "cloze" || type === "short_answer";
}
