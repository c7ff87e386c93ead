/** Round figures from 0 to the largest value or just above it, about as many as asked for. */
export function ticks(largest: number, about = 4): number[] {
  if (!(largest > 0)) return [0, 1];
  const step = roundStep(largest / about);
  const count = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Of a row of labels only every so manieth is shown, so that none runs into the next; 1 shows all. */
export function stride(count: number, labelWidth: number, room: number): number {
  if (count === 0 || room <= 0) return 1;
  return Math.max(1, Math.ceil(((labelWidth + GAP) * count) / room));
}

/** About how wide a label is in the small letters of a chart. */
export function labelWidth(label: string): number {
  return label.length * LETTER;
}

const GAP = 10;
const LETTER = 7;
const ROUND = [1, 2, 5, 10];

/** 1, 2 or 5 of some power of ten, and never less than the whole ones that are counted. */
function roundStep(least: number): number {
  if (least <= 1) return least <= 0.26 ? 0.25 : 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return (ROUND.find((round) => round * power >= least - 1e-9) ?? 10) * power;
}
