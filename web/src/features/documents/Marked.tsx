import { markedPieces } from "@/features/documents/quotes";

type MarkedProps = {
  readonly text: string;
  readonly marks: readonly { readonly start: number; readonly end: number }[];
};

/** A text with parts of it marked. */
export function Marked({ text, marks }: MarkedProps) {
  return markedPieces(text, marks).map((piece) =>
    piece.isMarked ? <mark key={piece.start}>{piece.text}</mark> : piece.text,
  );
}

const BETWEEN = /\n{2,}/g;

/** The paragraphs of a text, each with the marks that stand in it. */
export function MarkedParagraphs({ text, marks }: MarkedProps) {
  const paragraphs = [];
  let start = 0;
  for (const gap of [...text.matchAll(BETWEEN), { index: text.length, 0: "" }]) {
    paragraphs.push({ start, end: gap.index });
    start = gap.index + gap[0].length;
  }
  return paragraphs.map((paragraph) => (
    <p key={paragraph.start}>
      <Marked
        marks={marks.map((mark) => ({
          start: Math.max(mark.start - paragraph.start, 0),
          end: Math.min(mark.end, paragraph.end) - paragraph.start,
        }))}
        text={text.slice(paragraph.start, paragraph.end)}
      />
    </p>
  ));
}
