// Widths of letters in Inter, as shares of the font's size; a little too wide, so that no line runs out of its paper.
const NARROW = /[iljtfrI.,:;'|!()[\] -]/;
const WIDE = /[mwMW@%&]/;
const CAPITAL = /[A-ZÄÖÜ]/;
const LATIN = /[\u0020-\u024f\u2010-\u2026]/;

/** About how wide a text is, in the unit of `size`. */
export function widthOf(text: string, size: number): number {
  let sum = 0;
  for (const letter of text) sum += shareOf(letter);
  return sum * size;
}

/**
 * A name in lines that fit: broken between words, and inside a word only if it is wider than a line.
 *
 * @param most lines at the most; what does not fit is left out and marked by "…"
 */
export function wrapped(
  name: string,
  width: number,
  size: number,
  most = Number.POSITIVE_INFINITY,
): string[] {
  const fits = (text: string) => widthOf(text, size) <= width;
  const lines: string[] = [];
  for (const word of name.split(/\s+/).flatMap((each) => pieces(each, fits))) {
    const last = lines.at(-1);
    if (last !== undefined && !last.endsWith("\u00ad") && fits(`${last} ${word}`))
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const shown = lines.map((line) => line.replace(/\u00ad$/, "-"));
  if (shown.length <= most) return shown;
  const kept = shown.slice(0, most);
  kept[most - 1] = shortened(kept[most - 1] ?? "", fits);
  return kept;
}

/** The first letters of a name's words, three at the most; small words such as "of" are passed over. */
export function initials(name: string): string {
  const words = name.split(/[\s\-–/,]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const weighty = words.filter((word) => word.length > 3 || /^\p{Lu}/u.test(word));
  const told = weighty.length > 0 ? weighty : words;
  return told
    .slice(0, 3)
    .map((word) => [...word.replace(/^[^\p{L}\p{N}]+/u, "")][0]?.toUpperCase() ?? "")
    .join("");
}

// Letters that may stand alone after a hyphen.
const FEWEST = 3;

/** A word, or if it is wider than a line, parts of it that are not; each but the last ends in a soft hyphen. */
function pieces(word: string, fits: (text: string) => boolean): string[] {
  const parts: string[] = [];
  let rest = [...word];
  while (!fits(rest.join("")) && rest.length > FEWEST) {
    let taken = 1;
    while (taken < rest.length - FEWEST && fits(`${rest.slice(0, taken + 1).join("")}-`)) taken += 1;
    parts.push(`${rest.slice(0, taken).join("")}\u00ad`);
    rest = rest.slice(taken);
  }
  return [...parts, rest.join("")];
}

function shortened(line: string, fits: (text: string) => boolean): string {
  let text = line;
  while (text !== "" && !fits(`${text}…`)) text = text.slice(0, -1);
  return `${text.replace(/[\s,-]+$/, "")}…`;
}

function shareOf(letter: string): number {
  if (!LATIN.test(letter)) return 1.05;
  if (NARROW.test(letter)) return 0.36;
  if (WIDE.test(letter)) return 0.92;
  return CAPITAL.test(letter) ? 0.72 : 0.6;
}
