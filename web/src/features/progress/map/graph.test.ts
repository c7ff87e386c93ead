import { expect, test } from "vitest";
import { allNeeding, allNeeds, graphOf, worthNext } from "@/features/progress/map/graph";
import { skill } from "@/features/progress/map/sample";

const known = { isMastered: true, mastery: 0.97, practiceCount: 4 };

test("a circle is opened where it closes, so that every map can be drawn", () => {
  const graph = graphOf([skill("a", 0, ["c"]), skill("b", 1, ["a"]), skill("c", 2, ["b"])]);

  for (const { id } of graph.skills) expect(allNeeds(graph, id)).not.toContain(id);
  expect(graph.edges).toHaveLength(2);
});

test("what leads out of the map is dropped", () => {
  expect(graphOf([skill("a", 0, ["elsewhere"])]).edges).toEqual([]);
});

test("an edge that a longer way tells is not drawn, and still counts", () => {
  const graph = graphOf([skill("a", 0), skill("b", 1, ["a"]), skill("c", 2, ["a", "b"])]);

  expect(graph.edges).toEqual([
    { from: "a", to: "b" },
    { from: "b", to: "c" },
  ]);
  expect(graph.byId.get("c")?.needs).toEqual(["a", "b"]);
});

test("needs and what needs are followed to their ends", () => {
  const graph = graphOf([skill("a", 0), skill("b", 1, ["a"]), skill("c", 2, ["b"])]);

  expect([...allNeeds(graph, "c")].sort()).toEqual(["a", "b"]);
  expect([...allNeeding(graph, "a")].sort()).toEqual(["b", "c"]);
});

test("worth learning next is what is ready, what opens most first, and three at the most", () => {
  const graph = graphOf([
    skill("known", 0, [], known),
    skill("ready", 1, ["known"]),
    skill("blocked", 2, ["ready"]),
    skill("alone", 3),
    skill("without items", 4, [], { items: 0 }),
    skill("fifth", 5),
    skill("sixth", 6),
  ]);

  expect([...worthNext(graph)]).toEqual(["ready", "alone", "fifth"]);
});
