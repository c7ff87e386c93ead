import common from "./common.json";
import documents from "./documents.json";
import home from "./home.json";
import identity from "./identity.json";
import library from "./library.json";
import practice from "./practice.json";
import progress from "./progress.json";

export const en = { common, documents, home, identity, library, practice, progress };
