import { Graph, layout as layOutGraph } from "@dagrejs/dagre";
import type { Edge, MapSkill, SkillGraph } from "@/features/progress/map/graph";
import { wrapped } from "@/features/progress/map/wrap";

/** Where a skill lies: its middle, and its size; lengths are pixels at a zoom of 1. */
export type Place = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
  /** What is shown of the name where the map is small. */
  readonly short: readonly string[];
  readonly padding: number;
};

export type Point = { readonly x: number; readonly y: number };
export type Route = Edge & { readonly points: readonly Point[] };

export type Layout = {
  readonly width: number;
  readonly height: number;
  /** In reading order. */
  readonly places: readonly Place[];
  readonly routes: readonly Route[];
  /** Where the field of skills that stand alone begins, if there are others too. */
  readonly fieldTop: number | undefined;
};

type Room = { readonly width: number; readonly height: number };
type Band = { readonly top: number; readonly bottom: number };
type Cards = ReadonlyMap<string, Place>;
type Block = Room & { readonly places: Place[]; readonly routes: Route[] };

const TEXT = { size: 15, line: 20, short: 22, shortLine: 26 };
const HEAD = { height: 30, below: 8 };
const WIDE: Style = {
  width: 176,
  padding: 14,
  across: 28,
  down: 52,
  block: 56,
  columns: Number.POSITIVE_INFINITY,
};
const NARROW: Style = { width: 122, padding: 10, across: 20, down: 40, block: 40, columns: 3 };
// Below this there is room for two or three small cards side by side, not for edges around them too.
const NARROW_BELOW = 520;
const EDGE_GAP = 14;
// Edges that run between two columns lie side by side, this many.
const LANES = 3;
/** Names are readable from this zoom on. */
export const READABLE_FROM = 0.7;
/** A map no higher than this is shown whole on the page; a higher one scrolls in a frame. */
export const HIGHEST = 1_400;
const FIELD_GAP = 20;
const FIELD_LABEL = 44;
// A row of cards with its edges is about this high.
const ROW = 150;
// How much wider than its room a map may be drawn, if it is seen larger then as a whole.
const STRETCHES = [1, 1.1, 1.25, 1.4, 1.8, 2.4];

/** The measures of cards and of what is between them. */
type Style = {
  readonly width: number;
  readonly padding: number;
  readonly across: number;
  readonly down: number;
  readonly block: number;
  readonly columns: number;
};

/**
 * Lays the skills of a map out from top to bottom: what is needed stands above what needs it, each group that hangs
 * together by itself, and those that stand alone in a field below, in teaching order.
 *
 * @param room what the map is to fill best; it may come out larger, and is zoomed then
 */
export function layOut(graph: SkillGraph, room: Room): Layout {
  const isNarrow = room.width < NARROW_BELOW;
  const style = isNarrow ? NARROW : WIDE;
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

function card(skill: MapSkill, { width, padding }: Style): Place {
  const inside = width - 2 * padding;
  const lines = wrapped(skill.name, inside, TEXT.size);
  const height = 2 * padding + HEAD.height + HEAD.below + lines.length * TEXT.line;
  const shortLines = Math.max(1, Math.floor((height - padding) / TEXT.shortLine));
  const short = wrapped(skill.name, inside + 8, TEXT.short, shortLines);
  return { id: skill.id, x: 0, y: 0, width, height, lines, short, padding };
}

function columnsFor(count: number, room: Room, style: Style): number {
  const step = style.width + style.across;
  const side = Math.max(1, Math.floor((room.width + style.across) / step));
  // As many columns as give all of it the shape of the room.
  const ideal = Math.ceil(Math.sqrt((count * (room.width / room.height) * ROW) / step));
  return style.columns === Number.POSITIVE_INFINITY ? Math.max(side, ideal) : Math.min(style.columns, side);
}

function columnsWidth(columns: number, style: Style): number {
  return columns * (style.width + style.across) - style.across;
}

/** The groups of skills that hang together, and those that stand alone; both in teaching order. */
function parts(graph: SkillGraph): { groups: MapSkill[][]; alone: MapSkill[] } {
  const seen = new Set<string>();
  const groups: MapSkill[][] = [];
  const alone: MapSkill[] = [];
  for (const skill of graph.skills) {
    if (seen.has(skill.id)) continue;
    const group = new Set<string>();
    const ahead = [skill.id];
    for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
      if (group.has(id)) continue;
      group.add(id);
      ahead.push(...(graph.byId.get(id)?.needs ?? []), ...(graph.neededBy.get(id) ?? []));
    }
    for (const id of group) seen.add(id);
    if (group.size === 1) alone.push(skill);
    else groups.push(graph.skills.filter((each) => group.has(each.id)));
  }
  return { groups, alone };
}

/** One group, layer by layer; no layer has more cards than there are columns. */
function inLayers(
  group: readonly MapSkill[],
  all: SkillGraph,
  cards: Cards,
  columns: number,
  style: Style,
): Block {
  const layers = layersOf(group, columns);
  const graph = new Graph();
  const ranker = (ranked: { nodes(): string[]; node(id: string): { rank?: number } }) => {
    // dagre counts two ranks a layer, to keep room for the labels of edges.
    for (const id of ranked.nodes()) ranked.node(id).rank = 2 * (layers.get(id) ?? 0);
  };
  graph.setGraph(
    Object.assign({ nodesep: style.across, edgesep: EDGE_GAP, ranksep: style.down }, { ranker }) as object,
  );
  graph.setDefaultEdgeLabel(() => ({}));
  for (const skill of group) {
    const place = cards.get(skill.id);
    if (place) graph.setNode(skill.id, { width: place.width, height: place.height });
  }
  const edges = all.edges.filter((edge) => layers.has(edge.to));
  for (const edge of edges) graph.setEdge(edge.from, edge.to);
  layOutGraph(graph);
  const places = placed(group, cards, (id) => graph.node(id));
  const bands = bandsOf(places, layers);
  const routes = routed(
    edges,
    places,
    (edge) => (graph.edge(edge.from, edge.to).points ?? []).slice(1, -1),
    bands,
  );
  const { width = 0, height = 0 } = graph.graph();
  return { width, height, places, routes };
}

/** One group in rows of a few cards; longer edges run between the columns. */
function inRows(
  group: readonly MapSkill[],
  all: SkillGraph,
  cards: Cards,
  columns: number,
  style: Style,
): Block {
  const rows = layersOf(group, columns);
  const step = style.width + style.across;
  const count = 1 + Math.max(...rows.values());
  let used = 1;
  const middles = new Map<string, Point>();
  let top = 0;
  for (let row = 0; row < count; row += 1) {
    const inRow = group.flatMap((skill) => (rows.get(skill.id) === row ? (cards.get(skill.id) ?? []) : []));
    const height = Math.max(...inRow.map((place) => place.height));
    used = Math.max(used, inRow.length);
    for (const [column, place] of inRow.entries()) {
      middles.set(place.id, { x: column * step + style.width / 2, y: top + height / 2 });
    }
    top += height + style.down;
  }
  const width = columnsWidth(used, style);
  const places = placed(group, cards, (id) => middles.get(id) ?? {});
  const bands = bandsOf(places, rows);
  const edges = all.edges.filter((edge) => rows.has(edge.to));
  let lane = 0;
  const lanes = (edge: Edge) => {
    const between = bands.slice((rows.get(edge.from) ?? 0) + 1, rows.get(edge.to) ?? 0);
    if (between.length === 0) return [];
    lane += 1;
    const gutter = used > 1 ? step - style.across / 2 : width + style.across / 2;
    const x = gutter + ((lane % LANES) - (LANES - 1) / 2) * (style.across / (LANES + 1));
    return between.map((band) => ({ x, y: (band.top + band.bottom) / 2 }));
  };
  return { width, height: top - style.down, places, routes: routed(edges, places, lanes, bands) };
}

function placed(group: readonly MapSkill[], cards: Cards, middle: (id: string) => Partial<Point>): Place[] {
  return group.flatMap((skill) => {
    const place = cards.get(skill.id);
    const { x = 0, y = 0 } = middle(skill.id);
    return place ? [{ ...place, x, y }] : [];
  });
}

/** From where to where each layer reaches. */
function bandsOf(places: readonly Place[], layers: ReadonlyMap<string, number>): Band[] {
  const bands: Band[] = [];
  for (const { id, y, height } of places) {
    const layer = layers.get(id) ?? 0;
    const band = bands[layer] ?? { top: y, bottom: y };
    bands[layer] = { top: Math.min(band.top, y - height / 2), bottom: Math.max(band.bottom, y + height / 2) };
  }
  return bands;
}

/** Routes that leave a card's lower edge, pass the layers between straight down, and end at the other's upper edge. */
function routed(
  edges: readonly Edge[],
  places: readonly Place[],
  between: (edge: Edge) => readonly Point[],
  bands: readonly Band[],
): Route[] {
  const byId = new Map(places.map((place) => [place.id, place]));
  return edges.flatMap((edge) => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    const start = { x: from.x, y: from.y + from.height / 2 };
    const end = { x: to.x, y: to.y - to.height / 2 };
    const passed = bands.filter((band) => band.top > start.y && band.bottom < end.y);
    const through = passed.flatMap((band) => {
      const point = between(edge).find(({ y }) => y > band.top && y < band.bottom);
      return point
        ? [
            { x: point.x, y: band.top },
            { x: point.x, y: band.bottom },
          ]
        : [];
    });
    return [{ ...edge, points: [start, ...through, end] }];
  });
}

/** The layer of each skill: below all it needs, and in the next one with room. */
function layersOf(group: readonly MapSkill[], columns: number): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const byId = new Map(group.map((skill) => [skill.id, skill]));
  const depth = (skill: MapSkill): number => {
    const known = depths.get(skill.id);
    if (known !== undefined) return known;
    const found = 1 + Math.max(-1, ...skill.needs.map((id) => depth(byId.get(id) ?? skill)));
    depths.set(skill.id, found);
    return found;
  };
  const layers = new Map<string, number>();
  const taken: number[] = [];
  for (const skill of [...group].sort((one, other) => depth(one) - depth(other))) {
    let layer = 1 + Math.max(-1, ...skill.needs.map((id) => layers.get(id) ?? -1));
    while ((taken[layer] ?? 0) >= columns) layer += 1;
    taken[layer] = (taken[layer] ?? 0) + 1;
    layers.set(skill.id, layer);
  }
  return layers;
}

/** Blocks side by side as long as they fit, then below; each shelf in the middle. */
function stacked(blocks: readonly Block[], width: number, { block: gap }: Style): Block {
  const places: Place[] = [];
  const routes: Route[] = [];
  let top = 0;
  for (const shelf of shelvesOf(blocks, width, gap)) {
    const filled = shelf.reduce((sum, block) => sum + block.width + gap, -gap);
    let left = (width - filled) / 2;
    for (const block of shelf) {
      const move = <P extends Point>(point: P): P => ({ ...point, x: point.x + left, y: point.y + top });
      places.push(...block.places.map(move));
      routes.push(...block.routes.map((route) => ({ ...route, points: route.points.map(move) })));
      left += block.width + gap;
    }
    top += Math.max(...shelf.map((block) => block.height)) + gap;
  }
  return { width, height: Math.max(0, top - gap), places, routes };
}

function shelvesOf(blocks: readonly Block[], width: number, gap: number): Block[][] {
  const shelves: Block[][] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const block of blocks) {
    if (filled + gap + block.width > width) {
      shelves.push([]);
      filled = -gap;
    }
    shelves.at(-1)?.push(block);
    filled += gap + block.width;
  }
  return shelves;
}

/** Cards row by row, the rows about equally long. */
function gridded(cards: readonly Place[], width: number, { across }: Style): Block {
  const first = cards[0];
  if (first === undefined) return { width, height: 0, places: [], routes: [] };
  const most = Math.max(1, Math.floor((width + across) / (first.width + across)));
  const columns = Math.ceil(cards.length / Math.ceil(cards.length / most));
  const left = (width - (columns * (first.width + across) - across)) / 2;
  const places: Place[] = [];
  let top = 0;
  for (let start = 0; start < cards.length; start += columns) {
    const row = cards.slice(start, start + columns);
    const height = Math.max(...row.map((place) => place.height));
    for (const [column, place] of row.entries()) {
      const x = left + column * (place.width + across) + place.width / 2;
      // All cards of a row are as high as the highest: a field is tidy.
      places.push({ ...place, height, x, y: top + height / 2 });
    }
    top += height + FIELD_GAP;
  }
  return { width, height: top - FIELD_GAP, places, routes: [] };
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
