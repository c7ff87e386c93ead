import { expect, test } from "vitest";
import { graphOf } from "@/features/progress/map/graph";
import { layOut } from "@/features/progress/map/layout";
import { skill } from "@/features/progress/map/sample";
import { walk } from "@/features/progress/map/walk";

const graph = graphOf([
  skill("top", 0),
  skill("left", 1, ["top"]),
  skill("right", 2, ["top"]),
  skill("below", 3, ["right"]),
  skill("alone", 4),
  skill("alone too", 5),
]);
const { places } = layOut(graph, { width: 1040, height: 860 });

test("up and down follow the lines", () => {
  expect(graph.neededBy.get("top")).toContain(walk(graph, places, "top", "ArrowDown"));
  expect(walk(graph, places, "below", "ArrowUp")).toBe("right");
});

test("sideways leads to the neighbour", () => {
  const [one, other] = places.filter(({ id }) => id === "left" || id === "right");

  expect(walk(graph, places, one?.id ?? "", "ArrowRight")).toBe(other?.id);
  expect(walk(graph, places, "alone too", "ArrowLeft")).toBe("alone");
});

test("where no line leads on, down goes to the nearest card below", () => {
  expect(walk(graph, places, "below", "ArrowDown")).toMatch(/^alone/);
});

test("Page Down comes to every card, and Page Up back", () => {
  const seen = ["top"];
  for (let next = walk(graph, places, "top", "PageDown"); next !== undefined; ) {
    expect(walk(graph, places, next, "PageUp")).toBe(seen.at(-1));
    seen.push(next);
    next = walk(graph, places, next, "PageDown");
  }

  expect(seen.sort()).toEqual(places.map(({ id }) => id).sort());
});

test("Home and End lead to the first and the last; any other key nowhere", () => {
  expect(walk(graph, places, "below", "Home")).toBe("top");
  expect(walk(graph, places, "top", "End")).toBe("alone too");
  expect(walk(graph, places, "top", "x")).toBeUndefined();
});
