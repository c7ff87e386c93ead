import { expect, test } from "vitest";
import { initials, widthOf, wrapped } from "@/features/progress/map/wrap";

test("a name is broken between words, and no line is too wide", () => {
  const lines = wrapped("Equilibrium price, equilibrium quantity and shortage", 148, 15);

  expect(lines.join(" ")).toBe("Equilibrium price, equilibrium quantity and shortage");
  for (const line of lines) expect(widthOf(line, 15)).toBeLessThanOrEqual(148);
});

test("a word wider than a line is parted with hyphens, and no letter is lost", () => {
  const lines = wrapped("Donaudampfschifffahrtsgesellschaft", 100, 15);

  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join("").replaceAll("-", "")).toBe("Donaudampfschifffahrtsgesellschaft");
});

test("a short name says that it was shortened", () => {
  expect(wrapped("Consumer surplus, producer surplus", 148, 22, 2).at(-1)).toMatch(/…$/);
});

test("initials pass over small words", () => {
  expect(initials("Law of demand")).toBe("LD");
  expect(initials("GDP")).toBe("G");
  expect(initials("of")).toBe("O");
});

test("no letter or two stand alone after a hyphen", () => {
  for (const word of ["Comparative", "possibilities", "Donaudampfschifffahrt", "Gleichgewichtspreis"]) {
    for (let width = 60; width < 200; width += 7) {
      const lines = wrapped(word, width, 20);
      if (lines.length > 1) expect(lines.at(-1)?.length).toBeGreaterThanOrEqual(3);
      expect(lines.join("").replaceAll("-", "")).toBe(word);
    }
  }
});
