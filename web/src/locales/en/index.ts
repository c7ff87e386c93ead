import { first } from "./first";
import { more } from "./more";

/** Every text there is. */
export const en = { ...first, ...more };
