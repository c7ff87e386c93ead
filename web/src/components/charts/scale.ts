/** Round figures from 0 to the largest value or just above it, about as many as asked for. */
export function ticks(largest: number, about = 4): number[] {
  if (!(largest > 0)) return [0, 1];
  const step = roundStep(largest / about);
  const count = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Which of the labels at some places are shown, so that none runs into the next; the first one always. */
export function shownLabels(places: readonly number[], labelWidth: number): ReadonlySet<number> {
  const shown = new Set<number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, place] of places.entries()) {
    if (place - last < labelWidth + GAP) continue;
    shown.add(index);
    last = place;
  }
  return shown;
}

/** About how wide a label is in the small letters of a chart. */
export function labelWidth(label: string): number {
  return label.length * LETTER;
}

const GAP = 10;
const LETTER = 7.4;
const ROUND = [1, 2, 5, 10];

/** 1, 2 or 5 of some power of ten, and never less than the whole ones that are counted. */
function roundStep(least: number): number {
  if (least <= 1) return least <= 0.26 ? 0.25 : 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return (ROUND.find((round) => round * power >= least - 1e-9) ?? 10) * power;
}
