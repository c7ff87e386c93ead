import { describe, expect, test } from "vitest";
import { de } from "@/locales/de";
import { en } from "@/locales/en";

type Texts = { readonly [key: string]: string | Texts };

// What is the same word in both languages.
const SAME_IN_BOTH = new Set([
  "account.keys.name",
  "account.plan.name.premium",
  "common.title",
  "common.keys.named.Enter",
  "documents.viewer.text",
  "library.name",
  "practice.keys.enter",
  "settings.reviewing.fsrs.name",
  "settings.reviewing.sm2.name",
  "settings.place.pseudo",
]);
const SUFFIX = /_(zero|one|two|few|many|other)$/;
const LANGUAGES: readonly (readonly [string, Texts])[] = [
  ["en", en],
  ["de", de],
];

function flat(texts: Texts, above = ""): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${above}${key}`, value]] : flat(value, `${above}${key}.`),
  );
}

const ENGLISH = new Map(flat(en));
const GERMAN = new Map(flat(de));
const takenIn = (text: string) => [...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map(([, name]) => name).sort();
const tags = (text: string) => [...text.matchAll(/<\/?(\w+)\/?>/g)].map(([tag]) => tag).sort();
const stems = (texts: ReadonlyMap<string, string>) =>
  [...new Set([...texts.keys()].map((key) => key.replace(SUFFIX, "")))].sort();

test("both languages have the same texts", () => {
  expect(stems(GERMAN)).toEqual(stems(ENGLISH));
});

test("a text takes in the same in both languages", () => {
  for (const [key, text] of GERMAN) {
    const english = ENGLISH.get(key) ?? ENGLISH.get(key.replace(SUFFIX, "_other")) ?? "";
    expect([key, takenIn(text), tags(text)]).toEqual([key, takenIn(english), tags(english)]);
  }
});

test("no German text is English", () => {
  const same = [...GERMAN].filter(
    ([key, text]) => text === ENGLISH.get(key) && /\p{L}{2}/u.test(text.replaceAll(/\{\{.*?\}\}/g, "")),
  );
  expect(same.map(([key]) => key).filter((key) => !SAME_IN_BOTH.has(key))).toEqual([]);
});

describe.each(LANGUAGES)("%s", (language, texts) => {
  const all = flat(texts);
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;

  test("no text is empty, or has blanks around it", () => {
    expect(all.filter(([, text]) => text.trim() === "" || text !== text.trim())).toEqual([]);
  });

  test("what counts something has a form for each number", () => {
    // Besides those of the language, i18next takes one for nothing at all.
    for (const stem of new Set(
      all.filter(([key]) => SUFFIX.test(key)).map(([key]) => key.replace(SUFFIX, "")),
    )) {
      const names = all.map(([key]) =>
        key.replace(SUFFIX, "") === stem ? SUFFIX.exec(key)?.[1] : undefined,
      );
      // "zero" is never needed: i18next takes it where there is one, to say it better.
      const forms = names.filter((name) => name !== undefined && name !== "zero");
      expect([stem, forms.sort()]).toEqual([stem, [...categories].sort()]);
    }
  });

  test("a text that takes in a count is one of several forms", () => {
    const alone = all.filter(([key, text]) => takenIn(text).includes("count") && !SUFFIX.test(key));
    expect(alone.map(([key]) => key)).toEqual([]);
  });
});
