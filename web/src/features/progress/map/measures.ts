import type { Edge, MapSkill } from "@/features/progress/map/graph";
import { widthOf, wrapped } from "@/features/progress/map/wrap";

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
  readonly shortSize: number;
  readonly padding: number;
};

export type Point = { readonly x: number; readonly y: number };
export type Route = Edge & { readonly points: readonly Point[] };

/** What a map, or a part of it, has or takes up. */
export type Room = { readonly width: number; readonly height: number };
export type Cards = ReadonlyMap<string, Place>;
/** Skills and lines that keep their places to each other. */
export type Block = Room & { readonly places: Place[]; readonly routes: Route[] };

/** The measures of cards and of what is between them. */
export type Style = {
  readonly width: number;
  readonly padding: number;
  readonly across: number;
  readonly down: number;
  readonly block: number;
  readonly columns: number;
};

const TEXT = { size: 15, line: 20, short: 22, leastShort: 16, parted: 19, shortLine: 1.18 };
const HEAD = { height: 30, below: 8 };
// A row of cards with its edges is about this high.
const ROW = 150;
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
// Many cards stand closer: more of them are seen at once.
const DENSE: Style = { ...WIDE, width: 156, across: 18, down: 40, block: 40 };
const MANY = 40;

/** The measures for so many cards in a room. */
export function styleFor(count: number, room: Room): Style {
  if (room.width < NARROW_BELOW) return NARROW;
  return count > MANY ? DENSE : WIDE;
}

/** The card of a skill, as high as its name needs; where it lies is not known yet. */
export function card(skill: MapSkill, { width, padding }: Style): Place {
  const inside = width - 2 * padding;
  const lines = wrapped(skill.name, inside, TEXT.size);
  const height = 2 * padding + HEAD.height + HEAD.below + lines.length * TEXT.line;
  const shortSize = sizeFor(skill.name, inside + 8);
  const shortLines = Math.max(1, Math.floor((height - padding) / (shortSize * TEXT.shortLine)));
  const short = wrapped(skill.name, inside + 8, shortSize, shortLines);
  return { id: skill.id, x: 0, y: 0, width, height, lines, short, shortSize, padding };
}

/** How many cards stand side by side at the most. */
export function columnsFor(count: number, room: Room, style: Style): number {
  const step = style.width + style.across;
  const side = Math.max(1, Math.floor((room.width + style.across) / step));
  // As many columns as give all of it the shape of the room.
  const ideal = Math.ceil(Math.sqrt((count * (room.width / room.height) * ROW) / step));
  return style.columns === Number.POSITIVE_INFINITY ? Math.max(side, ideal) : Math.min(style.columns, side);
}

/** How wide so many cards are together. */
export function columnsWidth(columns: number, style: Style): number {
  return columns * (style.width + style.across) - style.across;
}

/** Large letters, but not so large that a word would have to be parted, if that can be helped. */
function sizeFor(name: string, width: number): number {
  const widest = Math.max(...name.split(/\s+/).map((word) => widthOf(word, 1)));
  const fitting = Math.floor(width / widest);
  return fitting < TEXT.leastShort ? TEXT.parted : Math.min(TEXT.short, fitting);
}
