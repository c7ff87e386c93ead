import type { components } from "@generated/api";

const KEPT = "lyceum.appearance";

/** How things look: the account's preferences. */
export type Appearance = Pick<
  components["schemas"]["PersonView"],
  "theme" | "text_size" | "contrast" | "motion"
>;

/** What is shown to somebody who has chosen nothing: what their device asks for. */
export const UNCHOSEN: Appearance = {
  theme: "auto",
  text_size: "medium",
  contrast: "standard",
  motion: "auto",
};

/** Shows everything that way from now on, and at the next visit before anything is fetched. */
export function showAppearance({ theme, text_size, contrast, motion }: Appearance): void {
  const chosen = { theme, textSize: text_size, contrast, motion };
  Object.assign(document.documentElement.dataset, chosen);
  localStorage.setItem(KEPT, JSON.stringify(chosen));
  colourBrowser();
}

/** How things look now, on this browser. */
export function shownAppearance(): Appearance {
  const { theme, textSize, contrast, motion } = document.documentElement.dataset;
  const shown = { theme, text_size: textSize, contrast, motion };
  const given = Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
  return { ...UNCHOSEN, ...given };
}

/** Lets what the browser draws around the page follow the theme that was chosen. */
export function colourBrowser(): void {
  const paper = getComputedStyle(document.documentElement).getPropertyValue("background-color");
  const { theme } = document.documentElement.dataset;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.dataset.own ??= meta.content;
    meta.content = theme === "light" || theme === "dark" ? paper : meta.dataset.own;
  }
}
