import { expect, test } from "vitest";
import { graphOf, type SkillGraph } from "@/features/progress/map/graph";
import { curve, type Layout, layOut } from "@/features/progress/map/layout";
import { manySkills, skill } from "@/features/progress/map/sample";

const WIDE = { width: 1040, height: 860 };
const NARROW = { width: 266, height: 860 };
const maps: [string, SkillGraph][] = [
  ["one skill", manySkills(1)],
  ["13 skills", manySkills(13)],
  ["60 skills", manySkills(60)],
  [
    "skills that all stand alone",
    graphOf(Array.from({ length: 40 }, (_, index) => skill(String(index), index))),
  ],
];

for (const [name, graph] of maps) {
  for (const [size, room] of [
    ["wide", WIDE],
    ["narrow", NARROW],
  ] as const) {
    test(`${name}, ${size}: every skill has a place, and none lies on another`, () => {
      const layout = layOut(graph, room);

      expect(layout.places.map(({ id }) => id).sort()).toEqual(graph.skills.map(({ id }) => id).sort());
      expect(overlaps(layout)).toEqual([]);
    });

    test(`${name}, ${size}: what is needed stands above, and lines only go down`, () => {
      const layout = layOut(graph, room);
      const places = new Map(layout.places.map((place) => [place.id, place]));

      for (const { from, to, points } of layout.routes) {
        expect(places.get(from)?.y).toBeLessThan(places.get(to)?.y ?? 0);
        const heights = points.map(({ y }) => y);
        expect(heights).toEqual([...heights].sort((one, other) => one - other));
      }
    });

    test(`${name}, ${size}: all of it lies within the sheet`, () => {
      const { places, width, height } = layOut(graph, room);

      for (const place of places) {
        expect(place.x - place.width / 2).toBeGreaterThanOrEqual(-0.01);
        expect(place.x + place.width / 2).toBeLessThanOrEqual(width + 0.01);
        expect(place.y + place.height / 2).toBeLessThanOrEqual(height + 0.01);
      }
    });
  }
}

test("a narrow map is no wider than its room", () => {
  expect(layOut(manySkills(60), NARROW).width).toBeLessThanOrEqual(NARROW.width + 20);
});

test("skills that stand alone lie in teaching order, row by row, below the others", () => {
  const alone = Array.from({ length: 12 }, (_, index) => skill(`alone ${index}`, index));
  const layout = layOut(graphOf([...alone, skill("a", 20), skill("b", 21, ["a"])]), WIDE);

  const order = layout.places.map(({ id }) => id);
  expect(order).toEqual(["a", "b", ...alone.map(({ id }) => id)]);
  expect(new Set(layout.places.slice(2).map(({ y }) => y)).size).toBeGreaterThan(1);
  expect(layout.fieldTop).toBeDefined();
});

test("a long name makes a card higher, never a name shorter", () => {
  const name = "Consumer surplus, producer surplus and economic surplus";
  const [place] = layOut(graphOf([skill("a", 0, [], { name })]), WIDE).places;

  expect(place?.lines.join(" ")).toBe(name);
});

test("a curve begins and ends where its route does", () => {
  expect(
    curve([
      { x: 0, y: 0 },
      { x: 10, y: 20 },
    ]),
  ).toBe("M0,0C0,10 10,10 10,20");
});

function overlaps({ places }: Layout): string[] {
  return places.flatMap((one, index) =>
    places
      .slice(index + 1)
      .filter(
        (other) =>
          Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
          Math.abs(one.y - other.y) < (one.height + other.height) / 2,
      )
      .map((other) => `${one.id} on ${other.id}`),
  );
}
