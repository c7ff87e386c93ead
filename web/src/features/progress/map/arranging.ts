import { Graph, layout as layOutGraph } from "@dagrejs/dagre";
import type { Edge, MapSkill, SkillGraph } from "@/features/progress/map/graph";
import { layersOf } from "@/features/progress/map/groups";
import {
  type Block,
  type Cards,
  columnsWidth,
  type Place,
  type Point,
  type Route,
  type Style,
} from "@/features/progress/map/measures";

type Band = { readonly top: number; readonly bottom: number };

const EDGE_GAP = 14;
// Edges that run between two columns lie side by side, this many.
const LANES = 3;

/** One group, layer by layer; no layer has more cards than there are columns. */
export function inLayers(
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
export function inRows(
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
