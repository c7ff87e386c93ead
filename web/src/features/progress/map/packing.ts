import type { Block, Place, Point, Route, Style } from "@/features/progress/map/measures";

const FIELD_GAP = 20;

/** Blocks side by side as long as they fit, then below; each shelf in the middle. */
export function stacked(blocks: readonly Block[], width: number, { block: gap }: Style): Block {
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
export function gridded(cards: readonly Place[], width: number, { across }: Style): Block {
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
