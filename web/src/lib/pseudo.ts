const PLAIN = "aceghijklnoprstuwyzACEGHIJKLNOPRSTUWYZ";
const ACCENTED = "àçéĝĥîĵķļñöþŕšţûŵýžÀÇÉĜĤÎĴĶĻÑÖÞŔŠŢÛŴÝŽ";
// What i18next fills in, and the tags of <Trans>: they stay as they are.
const KEPT = /(\{\{[^}]+\}\}|<\/?\w+\/?>|\$t\([^)]*\))/;

type Texts = { readonly [key: string]: string | Texts };

/** A text that looks foreign and is a third longer; what it takes in stays as it is. */
export function pseudo(text: string): string {
  const pieces = text.split(KEPT).map((piece) => (KEPT.test(piece) ? piece : accented(piece)));
  return `⟦${pieces.join("")}${"~".repeat(Math.floor(text.length / 3))}⟧`;
}

/** The same for every text of a catalogue. */
export function pseudoCatalogue(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === "string" ? pseudo(value) : pseudoCatalogue(value),
    ]),
  );
}

function accented(text: string): string {
  return [...text].map((letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join("");
}
