/** A part of one of the texts that were searched: from `start`, up to but without `end`. */
export type Range = { readonly text: number; readonly start: number; readonly end: number };

/** Where a quote stands, and how much of it was found there: 1 for all of it. */
export type Found = { readonly ranges: readonly Range[]; readonly share: number };

// Fewer letters than that are found anywhere.
const SHORTEST_PIECE = 12;
// Less than that is not the quote.
const SMALLEST_SHARE = 0.2;

const NOTHING: Found = { ranges: [], share: 0 };
const DASHES = /[\u2010-\u2015\u2212\u00ad-]/gu;
const QUOTES: Readonly<Record<string, string>> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201b": "'",
  "\u2032": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u201f": '"',
  "\u2033": '"',
  "\u00ab": '"',
  "\u00bb": '"',
};

/** What is compared: letters, each with the place it came from. */
type Skeleton = {
  readonly letters: string;
  readonly places: readonly Place[];
  /** After which letters a text ends. */
  readonly borders: readonly number[];
};
type Place = { readonly text: number; readonly start: number; readonly end: number };

/**
 * Finds a quote in texts that follow each other, such as the pieces a page of a PDF is printed of.
 *
 * Neither spaces and line ends nor hyphens count, nor how ligatures, accents and quotation marks are written. What is
 * interrupted on the page (a footer, a figure) is found in pieces, and of what goes over the page's end or comes from
 * the page before, as much as stands here.
 */
export function findQuote(texts: readonly string[], quote: string): Found {
  for (const keep of [/\S/u, /[\p{L}\p{N}]/u]) {
    const [page, wanted] = [skeletonOf(texts, keep), skeletonOf([quote], keep).letters];
    if (wanted === "") continue;
    const pieces = piecesOf(page, wanted);
    const found = pieces.reduce((sum, [start, end]) => sum + end - start, 0);
    if (found / wanted.length < SMALLEST_SHARE) continue;
    return {
      ranges: withHyphens(
        pieces.flatMap(([start, end]) => rangesOf(page.places.slice(start, end))),
        texts,
      ),
      share: found / wanted.length,
    };
  }
  return NOTHING;
}

/** A text in pieces: what is marked, and what stands between. */
export function markedPieces(
  text: string,
  marks: readonly { readonly start: number; readonly end: number }[],
): { readonly text: string; readonly isMarked: boolean; readonly start: number }[] {
  const pieces = [];
  let done = 0;
  for (const { start, end } of [...marks].sort((one, other) => one.start - other.start)) {
    const from = Math.max(start, done);
    if (end <= from) continue;
    if (from > done) pieces.push({ text: text.slice(done, from), isMarked: false, start: done });
    pieces.push({ text: text.slice(from, end), isMarked: true, start: from });
    done = end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), isMarked: false, start: done });
  return pieces;
}

function skeletonOf(texts: readonly string[], keep: RegExp): Skeleton {
  const letters: string[] = [];
  const places: Place[] = [];
  const borders: number[] = [];
  texts.forEach((text, number) => {
    let start = 0;
    for (const character of text) {
      const end = start + character.length;
      for (const letter of plain(character)) {
        if (!keep.test(letter)) continue;
        // An astral letter has two units, and each needs its place.
        for (let unit = 0; unit < letter.length; unit += 1) places.push({ text: number, start, end });
        letters.push(letter);
      }
      start = end;
    }
    borders.push(places.length);
  });
  return { letters: letters.join(""), places, borders };
}

/** A character without what differs between a page and its text: case, accents, ligatures, kinds of quotation mark. */
function plain(character: string): string {
  return (QUOTES[character] ?? character)
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(DASHES, "")
    .toLowerCase();
}

type Piece = readonly [start: number, end: number];

/** Where parts of what is wanted stand on the page, in its order. */
function piecesOf(page: Skeleton, wanted: string): Piece[] {
  const whole = page.letters.indexOf(wanted);
  if (whole >= 0) return [[whole, whole + wanted.length]];
  const pieces: Piece[] = [];
  let [done, from] = [0, 0];
  while (wanted.length - done >= SHORTEST_PIECE) {
    const piece = longestBeginning(page, wanted.slice(done), from);
    if (piece === undefined) break;
    pieces.push(piece);
    done += piece[1] - piece[0];
    from = piece[1];
  }
  return pieces.length > 0 ? pieces : ofThePageBefore(page.letters, wanted);
}

/** The longest beginning of what is wanted that stands on the page. */
function longestBeginning(page: Skeleton, wanted: string, from: number): Piece | undefined {
  const startOf = (count: number) => page.letters.indexOf(wanted.slice(0, count), from);
  const length = longest(wanted.length, (count) => startOf(count) >= 0);
  if (length < SHORTEST_PIECE) return undefined;
  const start = startOf(length);
  const end = start + length;
  if (length === wanted.length) return [start, end];
  // What interrupts a quote often begins with a letter that would also go on with it.
  const border = page.borders.findLast((each) => each <= end) ?? end;
  return end - border < SHORTEST_PIECE && border - start >= SHORTEST_PIECE ? [start, border] : [start, end];
}

/** The longest end of what is wanted that stands on the page: the rest of a sentence that began on the page before. */
function ofThePageBefore(page: string, wanted: string): Piece[] {
  const length = longest(wanted.length, (count) => page.includes(wanted.slice(-count)));
  if (length < SHORTEST_PIECE) return [];
  const start = page.indexOf(wanted.slice(-length));
  return [[start, start + length]];
}

/** The greatest number that fits, where every smaller one fits too. */
function longest(most: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The places of letters that follow each other, as one range for each text. */
function rangesOf(places: readonly Place[]): Range[] {
  const ranges: Range[] = [];
  for (const { text, start, end } of places) {
    const last = ranges.at(-1);
    if (last?.text === text) ranges[ranges.length - 1] = { text, start: last.start, end };
    else ranges.push({ text, start, end });
  }
  return ranges;
}

/** The same ranges, with the hyphen that divides a word at the end of a line. */
function withHyphens(ranges: readonly Range[], texts: readonly string[]): Range[] {
  return ranges.map((range, number) => {
    const rest = texts[range.text]?.slice(range.end) ?? "";
    const isDivided = number < ranges.length - 1 && /^[\p{Pd}\u00ad]\s*$/u.test(rest);
    return isDivided ? { ...range, end: range.end + 1 } : range;
  });
}
