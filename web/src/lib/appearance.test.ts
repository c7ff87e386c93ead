import { beforeEach, expect, test } from "vitest";
import { showAppearance, shownAppearance, UNCHOSEN } from "@/lib/appearance";

beforeEach(() => {
  for (const name of Object.keys(document.documentElement.dataset))
    delete document.documentElement.dataset[name];
});

test("somebody who has chosen nothing sees what their device asks for", () => {
  expect(shownAppearance()).toEqual(UNCHOSEN);
});

test("what was chosen is shown, and kept for the next visit under the names the page reads", () => {
  const chosen = { theme: "dark", text_size: "larger", contrast: "more", motion: "reduced" } as const;

  showAppearance(chosen);

  expect(shownAppearance()).toEqual(chosen);
  expect(document.documentElement.dataset.textSize).toBe("larger");
  expect(JSON.parse(localStorage.getItem("lyceum.appearance") ?? "")).toMatchObject({ textSize: "larger" });
});
