type Mark = { readonly start: number; readonly end: number };
type Excerpt = { readonly text: string; readonly marks: readonly Mark[] };

const LENGTH = 420;
const ELLIPSIS = "… ";
const SENTENCE_END = /[.!?]["”’)]*\s+(?=\S)|\n+/g;

/** The part of a text that has most of its marks: whole sentences from a beginning on, cut after a word. */
export function excerptOf(text: string, marks: readonly Mark[], length = LENGTH): Excerpt {
  if (text.length <= length) return { text, marks };
  const start = bestBeginning(text, marks, length);
  const end = text.length <= start + length ? text.length : lastGap(text, start, start + length);
  const [before, after] = [start > 0 ? ELLIPSIS : "", end < text.length ? " …" : ""];
  const shift = before.length - start;
  return {
    text: `${before}${text.slice(start, end)}${after}`,
    marks: marks
      .filter((mark) => mark.start >= start && mark.end <= end)
      .map((mark) => ({ start: mark.start + shift, end: mark.end + shift })),
  };
}

/** The beginning of a sentence from which most marks are in reach; the first of equals. */
function bestBeginning(text: string, marks: readonly Mark[], length: number): number {
  const beginnings = [0, ...[...text.matchAll(SENTENCE_END)].map((gap) => gap.index + gap[0].length)];
  const inReach = (from: number) =>
    marks.filter(({ start, end }) => start >= from && end <= from + length).length;
  return beginnings.reduce((best, each) => (inReach(each) > inReach(best) ? each : best), 0);
}

function lastGap(text: string, start: number, end: number): number {
  const gap = text.lastIndexOf(" ", end);
  return gap > start ? gap : end;
}
