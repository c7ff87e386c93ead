import account from "./account.json";
import documents from "./documents.json";
import library from "./library.json";
import people from "./people.json";
import practice from "./practice.json";
import progress from "./progress.json";
import settings from "./settings.json";
import today from "./today.json";

/** The texts of the pages that are somebody's own. */
export const more = { account, documents, library, people, practice, progress, settings, today };
