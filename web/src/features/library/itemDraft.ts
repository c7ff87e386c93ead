import type { Item, ItemType } from "@/features/library/queries";
import type { Schemas } from "@/lib/api";

/** An item as it is being written: what each type needs stands beside the rest, so that changing the type loses nothing. */
export type Draft = {
  readonly type: ItemType;
  readonly stem: string;
  /** The back of a flashcard. */
  readonly back: string;
  /** For each text to be typed, what counts as right: one on a line, the one to be shown first. */
  readonly accepted: readonly string[];
  readonly options: readonly { readonly id: string; readonly text: string }[];
  /** The id of the option that is right. */
  readonly right: string;
  readonly verdict: "true" | "false";
  readonly skillIds: readonly string[];
  /** Where it applies: codes of countries, with anything between them; empty for everywhere. */
  readonly countries: string;
};

/** What is missing of a draft, by its field. */
export type Missing = Partial<
  Record<"stem" | "back" | "accepted" | "options" | "skillIds" | "countries", MissingCode>
>;
type MissingCode = "stem" | "gap" | "back" | "answer" | "options" | "same" | "skill" | "country";

export const FEWEST_OPTIONS = 2;
export const MOST_OPTIONS = 10;
const COUNTRY = /^[A-Z]{2}$/;
const GAP = /_{3,}/g;
const OPTION_IDS = "abcdefghij";

/** Nothing written yet. */
export function emptyDraft(skillIds: readonly string[] = []): Draft {
  return {
    type: "flashcard",
    stem: "",
    back: "",
    accepted: [""],
    options: [
      { id: "a", text: "" },
      { id: "b", text: "" },
    ],
    right: "a",
    verdict: "true",
    skillIds,
    countries: "",
  };
}

/** An item that is there, to be changed. */
export function draftOf(item: Item): Draft {
  const { type, key } = item;
  return {
    ...emptyDraft((item.skills ?? []).map(({ id }) => id)),
    type,
    stem: item.stem,
    back: type === "flashcard" ? String(key ?? "") : "",
    accepted:
      item.accepted && item.accepted.length > 0 ? item.accepted.map((texts) => texts.join("\n")) : [""],
    ...(item.options && { options: item.options, right: String(key) }),
    verdict: key === false ? "false" : "true",
    countries: item.jurisdictions.join(", "),
  };
}

/** How many texts are to be typed. */
export function gapsOf({ type, stem }: Draft): number {
  if (type === "short_answer") return 1;
  return type === "cloze" ? (stem.match(GAP)?.length ?? 0) : 0;
}

/** One option more, under an id that no other has. */
export function withOption(draft: Draft): Draft {
  const free = [...OPTION_IDS].find((id) => draft.options.every((option) => option.id !== id));
  return free === undefined ? draft : { ...draft, options: [...draft.options, { id: free, text: "" }] };
}

/** One option less; the first is right if the right one went. */
export function withoutOption(draft: Draft, id: string): Draft {
  const options = draft.options.filter((option) => option.id !== id);
  return { ...draft, options, right: draft.right === id ? (options[0]?.id ?? "") : draft.right };
}

/** What has yet to be written before a draft is an item. */
export function missingOf(draft: Draft): Missing {
  const missing: { -readonly [Field in keyof Missing]: Missing[Field] } = {};
  if (draft.stem.trim() === "") missing.stem = "stem";
  else if (draft.type === "cloze" && gapsOf(draft) === 0) missing.stem = "gap";
  if (draft.type === "flashcard" && draft.back.trim() === "") missing.back = "back";
  if (typed(draft).some((texts) => texts.length === 0)) missing.accepted = "answer";
  if (draft.type === "multiple_choice") {
    const texts = draft.options.map(({ text }) => text.trim().toLowerCase());
    if (texts.includes("")) missing.options = "options";
    else if (new Set(texts).size < texts.length) missing.options = "same";
  }
  if (draft.skillIds.length === 0) missing.skillIds = "skill";
  if (countriesOf(draft).some((code) => !COUNTRY.test(code))) missing.countries = "country";
  return missing;
}

/** What the API takes for a new item. */
export function newItemOf(draft: Draft): Schemas["NewItemBody"] {
  return {
    type: draft.type,
    stem: draft.stem.trim(),
    skill_ids: [...draft.skillIds],
    jurisdictions: countriesOf(draft),
    ...contentOf(draft),
  };
}

/** What the API takes for a new version of an item. */
export function editOf(draft: Draft, ofVersion: number): Schemas["EditBody"] {
  return {
    of_version: ofVersion,
    stem: draft.stem.trim(),
    jurisdictions: countriesOf(draft),
    ...contentOf(draft),
  };
}

/** The codes of the countries in which an item applies. */
function countriesOf({ countries }: Draft): string[] {
  const codes = countries.toUpperCase().split(/[\s,;|]+/);
  return codes.filter((code) => code !== "");
}

function contentOf(draft: Draft): Pick<Schemas["NewItemBody"], "key" | "accepted" | "options"> {
  const texts = typed(draft);
  switch (draft.type) {
    case "flashcard":
      return { key: draft.back.trim(), accepted: [] };
    case "cloze":
      return { key: texts.map(([first = ""]) => first), accepted: texts };
    case "short_answer":
      return { key: texts[0]?.[0] ?? "", accepted: texts };
    case "multiple_choice": {
      const options = draft.options.map(({ id, text }) => ({ id, text: text.trim() }));
      return { key: draft.right, accepted: [], options };
    }
    case "true_false":
      return { key: draft.verdict === "true", accepted: [] };
  }
}

/** For each text to be typed, what counts as right. */
function typed(draft: Draft): string[][] {
  return Array.from({ length: gapsOf(draft) }, (_, gap) =>
    (draft.accepted[gap] ?? "")
      .split("\n")
      .map((text) => text.trim())
      .filter((text) => text !== ""),
  );
}
