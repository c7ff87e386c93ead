import { inLayers, inRows } from "@/features/progress/map/arranging";
import type { SkillGraph } from "@/features/progress/map/graph";
import { parts } from "@/features/progress/map/groups";
import {
  type Block,
  card,
  columnsFor,
  columnsWidth,
  type Place,
  type Point,
  type Room,
  type Route,
  type Style,
  styleFor,
} from "@/features/progress/map/measures";
import { gridded, stacked } from "@/features/progress/map/packing";

export type Layout = {
  readonly width: number;
  readonly height: number;
  /** In reading order. */
  readonly places: readonly Place[];
  readonly routes: readonly Route[];
  /** Where the field of skills that stand alone begins, if there are others too. */
  readonly fieldTop: number | undefined;
};

/** Names are readable from this zoom on. */
export const READABLE_FROM = 0.7;
/** A map no higher than this is shown whole on the page; a higher one scrolls in a frame. */
export const HIGHEST = 1_400;
const FIELD_LABEL = 44;
// How much wider than its room a map may be drawn, if it is seen larger then as a whole.
const STRETCHES = [1, 1.1, 1.25, 1.4, 1.8, 2.4];

/**
 * Lays the skills of a map out from top to bottom: what is needed stands above what needs it, each group that hangs
 * together by itself, and those that stand alone in a field below, in teaching order.
 *
 * @param room what the map is to fill best; it may come out larger, and is zoomed then
 */
export function layOut(graph: SkillGraph, room: Room): Layout {
  const style = styleFor(graph.skills.length, room);
  const isNarrow = Number.isFinite(style.columns);
  const cards = new Map(graph.skills.map((skill) => [skill.id, card(skill, style)]));
  const { groups, alone } = parts(graph);
  const columns = columnsFor(graph.skills.length, room, style);
  const arrange = isNarrow ? inRows : inLayers;
  const blocks = groups.map((group) => arrange(group, graph, cards, columns, style));
  const field = alone.flatMap((skill) => cards.get(skill.id) ?? []);
  const least = Math.max(
    isNarrow ? 0 : room.width,
    columnsWidth(1, style),
    ...blocks.map((block) => block.width),
  );
  const widths = isNarrow ? [Math.max(room.width, least)] : STRETCHES.map((stretch) => least * stretch);
  const arranged = widths.map((width) => together(blocks, field, width, style));
  return best(arranged, room);
}

/** Groups on shelves, and below them the field. */
function together(blocks: readonly Block[], field: readonly Place[], width: number, style: Style): Layout {
  const shelves = stacked(blocks, width, style);
  const fieldTop = blocks.length > 0 && field.length > 0 ? shelves.height + style.block : undefined;
  const below = fieldTop === undefined ? shelves.height : fieldTop + FIELD_LABEL;
  const grid = gridded(field, width, style);
  const places = [...shelves.places, ...grid.places.map((place) => ({ ...place, y: place.y + below }))];
  const height = below + grid.height;
  return trimmed({ width, height, places: inReadingOrder(places), routes: shelves.routes, fieldTop });
}

/** The arrangement that is seen largest as a whole, one whose names can be read before others; the first of equals. */
function best(arranged: readonly Layout[], room: Room): Layout {
  const readable = arranged.filter(({ width, height }) => {
    const across = Math.min(1, room.width / width);
    return across >= READABLE_FROM && height * across <= HIGHEST;
  });
  const whole = ({ width, height }: Layout) => Math.min(1, room.width / width, room.height / height);
  const [first, ...rest] = readable.length > 0 ? readable : arranged;
  if (first === undefined) throw new RangeError("layOut needs at least one width to try.");
  return rest.reduce((found, each) => (whole(each) > whole(found) * 1.02 ? each : found), first);
}

/** A curve through the points of a route that leaves and arrives straight down. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let path = `M${first.x},${first.y}`;
  let from = first;
  for (const to of rest) {
    const middle = (from.y + to.y) / 2;
    path += `C${from.x},${middle} ${to.x},${middle} ${to.x},${to.y}`;
    from = to;
  }
  return path;
}

/** Without the empty margins left and right. */
function trimmed(layout: Layout): Layout {
  if (layout.places.length === 0) return { ...layout, width: 0, height: 0 };
  const routed = layout.routes.flatMap((route) => route.points.map((point) => point.x));
  const left = Math.min(...layout.places.map((place) => place.x - place.width / 2), ...routed);
  const right = Math.max(...layout.places.map((place) => place.x + place.width / 2), ...routed);
  const move = <P extends Point>(point: P): P => ({ ...point, x: point.x - left });
  return {
    ...layout,
    width: right - left,
    places: layout.places.map(move),
    routes: layout.routes.map((route) => ({ ...route, points: route.points.map(move) })),
  };
}

function inReadingOrder(places: readonly Place[]): Place[] {
  const row = (place: Place) => Math.round(place.y);
  return [...places].sort((one, other) => row(one) - row(other) || one.x - other.x);
}
