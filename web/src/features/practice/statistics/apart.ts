/** How well a question tells who knows much from who knows little. */
export type Apart = "wrong" | "hardly" | "somewhat" | "well";

// The usual reading of such correlations (Ebel 1965). Below nothing, as little is said of chance.
const [WRONG, SOMEWHAT, WELL] = [-0.2, 0.2, 0.3];

/** The word for a correlation from -1 to 1. */
export function apartOf(discrimination: number): Apart {
  if (discrimination < WRONG) return "wrong";
  if (discrimination < SOMEWHAT) return "hardly";
  return discrimination < WELL ? "somewhat" : "well";
}
