const KEPT = "lyceum.appearance";

/** How things look: the names are those of the account's preferences. */
export type Appearance = {
  readonly theme?: string;
  readonly text_size?: string;
  readonly contrast?: string;
  readonly motion?: string;
};

/** Shows everything that way from now on, and at the next visit before anything is fetched. */
export function showAppearance({
  theme = "auto",
  text_size = "medium",
  contrast = "standard",
  motion = "auto",
}: Appearance): void {
  const chosen = { theme, textSize: text_size, contrast, motion };
  Object.assign(document.documentElement.dataset, chosen);
  localStorage.setItem(KEPT, JSON.stringify(chosen));
}
