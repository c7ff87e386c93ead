import common from "./common.json";
import home from "./home.json";
import identity from "./identity.json";

/** The texts of the pages that come first. */
export const first = { common, home, identity };
