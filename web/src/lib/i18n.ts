import i18next, { type InitOptions } from "i18next";
import { initReactI18next } from "react-i18next";
import { pseudoCatalogue } from "@/lib/pseudo";
import type { en } from "@/locales/en";
import { first } from "@/locales/en/first";

/** The languages the app is written in, under their own names. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
/** English made to look foreign, so that a text outside the catalogues shows. */
export const PSEUDO = "qps";

export type Language = keyof typeof LANGUAGES | typeof PSEUDO;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof en;
    returnNull: false;
  }
}

const KEPT = "lyceum.language";
// What an address asked for holds in this tab, whatever the account says.
const ASKED_FOR = "lyceum.language.asked-for";
const OPTIONS: InitOptions = {
  fallbackLng: "en",
  defaultNS: "common",
  resources: { en: first },
  interpolation: { escapeValue: false },
  returnNull: false,
};

type Texts = { readonly [key: string]: string | Texts };
type Part = () => Promise<Texts>;
const READ: Record<keyof typeof LANGUAGES, { readonly first: Part; readonly more: Part }> = {
  en: {
    first: async () => first,
    more: async () => (await import("@/locales/en/more")).more,
  },
  de: {
    first: async () => (await import("@/locales/de/first")).first,
    more: async () => (await import("@/locales/de/more")).more,
  },
};

let isMoreNeeded = false;

/** The language of this page, as in BCP 47. */
export function currentLanguage(): string {
  return i18next.language;
}

/** Reads the language the address asks for (`?lang=de`), else the one last chosen here, else the browser's; loads its texts. */
export async function startLanguage(): Promise<void> {
  const inAddress = supported(new URLSearchParams(window.location.search).get("lang") ?? "");
  if (inAddress !== undefined) sessionStorage.setItem(ASKED_FOR, inAddress);
  const wished = [sessionStorage.getItem(ASKED_FOR), localStorage.getItem(KEPT), ...navigator.languages].map(
    String,
  );
  const language = wished.map(supported).find((found) => found !== undefined) ?? "en";
  await i18next.use(initReactI18next).init({ ...OPTIONS, lng: language });
  await showLanguage(language);
}

/** Shows every text in the language of somebody's account, unless the address asked for another; whether it was another. */
export async function showTheirLanguage(tag: string): Promise<boolean> {
  const before = i18next.language;
  if (sessionStorage.getItem(ASKED_FOR) === null) await showLanguage(tag);
  return i18next.language !== before;
}

/** Shows every text in a language that was just chosen. */
export async function chooseLanguage(tag: string): Promise<void> {
  sessionStorage.removeItem(ASKED_FOR);
  await showLanguage(tag);
}

/** Shows every text in another language from now on; a tag nobody has texts for changes nothing. */
async function showLanguage(tag: string): Promise<void> {
  const language = supported(tag);
  if (language === undefined) return;
  await loaded(language);
  // Else every text would be drawn again, which is most of a page.
  if (i18next.language !== language) await i18next.changeLanguage(language);
  if (sessionStorage.getItem(ASKED_FOR) === null) localStorage.setItem(KEPT, language);
  document.documentElement.lang = language === PSEUDO ? "en-x-pseudo" : language;
  document.documentElement.dir = i18next.dir(language);
}

/** Loads the texts of the pages that are somebody's own, which whoever only looks in does not need. */
export async function loadMoreTexts(): Promise<void> {
  isMoreNeeded = true;
  await load(i18next.language as Language, "more", "practice");
}

async function loaded(language: Language): Promise<void> {
  await Promise.all([
    load(language, "first", "common"),
    isMoreNeeded ? load(language, "more", "practice") : undefined,
  ]);
}

async function load(language: Language, part: "first" | "more", sample: string): Promise<void> {
  if (i18next.hasResourceBundle(language, sample)) return;
  const texts = await READ[language === PSEUDO ? "en" : language][part]();
  for (const [namespace, its] of Object.entries(language === PSEUDO ? pseudoCatalogue(texts) : texts)) {
    i18next.addResourceBundle(language, namespace, its, true, true);
  }
}

function supported(tag: string): Language | undefined {
  const base = tag.split("-", 1)[0]?.toLowerCase() ?? "";
  return base in LANGUAGES || base === PSEUDO ? (base as Language) : undefined;
}
