import type { SkillGraph } from "@/features/progress/map/graph";
import type { Place } from "@/features/progress/map/measures";

/**
 * The skill an arrow key leads to: up and down along the lines, to the nearest end; where there is no line, and to
 * either side, to the nearest card that way.
 */
export function walk(
  graph: SkillGraph,
  places: readonly Place[],
  id: string,
  key: string,
): string | undefined {
  const from = places.find((place) => place.id === id);
  if (from === undefined) return undefined;
  const joined = new Set(key === "ArrowUp" ? graph.byId.get(id)?.needs : graph.neededBy.get(id));
  switch (key) {
    case "ArrowUp":
    case "ArrowDown": {
      const sign = key === "ArrowUp" ? -1 : 1;
      const ends = places.filter((place) => joined.has(place.id));
      if (ends.length > 0) return nearest(from, ends, 1, 1);
      return nearest(
        from,
        beyond(places, (place) => sign * (place.y - from.y)),
        3,
        1,
      );
    }
    case "ArrowLeft":
    case "ArrowRight": {
      const sign = key === "ArrowLeft" ? -1 : 1;
      return nearest(
        from,
        beyond(places, (place) => sign * (place.x - from.x)),
        1,
        3,
      );
    }
    // One after another, so that every card can be come to.
    case "PageUp":
      return places[places.indexOf(from) - 1]?.id;
    case "PageDown":
      return places[places.indexOf(from) + 1]?.id;
    case "Home":
      return places[0]?.id;
    case "End":
      return places.at(-1)?.id;
    default:
      return undefined;
  }
}

function beyond(places: readonly Place[], ahead: (place: Place) => number): Place[] {
  return places.filter((place) => ahead(place) > 1);
}

/** The nearest of some places; going astray sideways counts as often as it is weighted. */
function nearest(from: Place, places: readonly Place[], across: number, down: number): string | undefined {
  const far = (place: Place) => across * Math.abs(place.x - from.x) + down * Math.abs(place.y - from.y);
  return [...places].sort((one, other) => far(one) - far(other))[0]?.id;
}
