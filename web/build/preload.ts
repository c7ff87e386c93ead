import { readFile } from "node:fs/promises";
import type { Plugin, Rolldown } from "vite";
import { PERSON, READS } from "./reads";

// A page's address, and the module that its code is in.
const PAGE = /path: "(\/[^"]*)"[\s\S]*?import\("@\/features\/[\w/]+\/(\w+)"\)/g;
// What a page fetches besides for somebody who is signed in.
const FOR_SOMEBODY: Readonly<Record<string, string>> = { "/": "TodayPage" };
const TEXTS = /\/src\/locales\/(\w+)\/(first|more)\.ts$/;

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk & { readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> } };

type Page = {
  readonly at: string;
  readonly files: readonly string[];
  readonly filesForSomebody: readonly string[];
  readonly reads: readonly string[];
};
type Texts = { readonly first?: string; readonly more?: string };
type Ahead = {
  readonly pages: readonly Page[];
  readonly texts: Readonly<Record<string, Texts>>;
  readonly person: string;
};

/**
 * Lets the browser fetch the code of the page it was sent to, and what that page will ask the API for, while it still
 * reads `index.html`, not only once the scripts that know the addresses have run.
 */
export function preload(routes: string): Plugin {
  return {
    name: "preload",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      async handler(_, { bundle = {} }) {
        const found = [...(await readFile(routes, "utf8")).matchAll(PAGE)];
        const pages = found.map(([, path = "", name = ""]) => pageAt(path, name, bundle));
        const ahead: Ahead = { pages, texts: textsOf(bundle), person: PERSON };
        return [
          {
            tag: "script",
            children: `(${fetchAhead.toString()})(${JSON.stringify(ahead)})`,
            injectTo: "head",
          },
        ];
      },
    },
  };
}

/** Runs in the browser, as text: it can use nothing from around it. */
function fetchAhead({ pages, texts, person }: Ahead) {
  const page = pages.find(({ at }) => new RegExp(at).test(location.pathname));
  if (page === undefined) return;
  const isSomebody = /(?:^|;\s*)(?:__Host-)?lyceum_csrf=/.test(document.cookie);
  // As `startLanguage` chooses; whoever asks for another in the address is seldom, and waits for it.
  const wished = [
    sessionStorage.getItem("lyceum.language.asked-for"),
    localStorage.getItem("lyceum.language"),
  ];
  const known = [...wished, ...navigator.languages].map(
    (tag) => (tag ?? "").split("-")[0]?.toLowerCase() ?? "",
  );
  const language = known.find((tag) => tag in texts) ?? "en";
  const { first, more } = texts[language] ?? {};
  const own = isSomebody ? [...page.filesForSomebody, more] : [];
  for (const href of [...page.files, first, ...own]) {
    if (href === undefined) continue;
    const isStyle = href.endsWith(".css");
    const link = document.createElement("link");
    // As the script will ask for it, or it would be fetched twice.
    Object.assign(link, { href, rel: isStyle ? "preload" : "modulepreload", crossOrigin: "" });
    if (isStyle) link.as = "style";
    document.head.append(link);
  }
  if (!isSomebody) return;
  const reads = page.reads.map((read) => location.pathname.replace(new RegExp(page.at), read));
  const answers = [person, ...reads].map((url) => {
    const answer = fetch(url, { headers: { "accept-language": language } });
    // Whoever takes it is told; until then it is no error of the page.
    answer.catch(() => undefined);
    return [url, answer] as const;
  });
  Object.assign(window, { lyceumAhead: { language, answers: new Map(answers) } });
}

function pageAt(path: string, name: string, bundle: Bundle): Page {
  const files = filesOf(name, bundle);
  const ofSomebody = FOR_SOMEBODY[path];
  const more = ofSomebody === undefined ? [] : filesOf(ofSomebody, bundle);
  return {
    at: `^${path.replace(/\$\w+/g, "([^/]+)").replace(/\/$/, "")}/?$`,
    files,
    filesForSomebody: more.filter((file) => !files.includes(file)),
    reads: READS[path] ?? [],
  };
}

function textsOf(bundle: Bundle): Record<string, Texts> {
  const found: Record<string, Record<string, string>> = {};
  for (const chunk of chunksOf(bundle)) {
    for (const id of chunk.moduleIds) {
      const [, language, part] = TEXTS.exec(id) ?? [];
      if (language === undefined || part === undefined) continue;
      found[language] ??= {};
      // The first script brings English.
      if (!firstOf(bundle).has(chunk)) found[language][part] = `/${chunk.fileName}`;
    }
  }
  return found;
}

/** A page's chunk with all it imports, and their styles, but for what the first script brings anyway. */
function filesOf(name: string, bundle: Bundle): string[] {
  const first = firstOf(bundle);
  const page = chunksOf(bundle).find((chunk) => chunk.name === name);
  const needed = [...reached(page, bundle)].filter((chunk) => !first.has(chunk));
  const files = needed.flatMap((chunk) => [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? [])]);
  return files.map((file) => `/${file}`);
}

function firstOf(bundle: Bundle): Set<Chunk> {
  return reached(
    chunksOf(bundle).find((chunk) => chunk.isEntry),
    bundle,
  );
}

function reached(start: Chunk | undefined, bundle: Bundle, seen = new Set<Chunk>()): Set<Chunk> {
  if (start === undefined || seen.has(start)) return seen;
  seen.add(start);
  const byFile = new Map(chunksOf(bundle).map((chunk) => [chunk.fileName, chunk]));
  for (const file of start.imports) reached(byFile.get(file), bundle, seen);
  return seen;
}

function chunksOf(bundle: Bundle): Chunk[] {
  return Object.values(bundle).filter((file): file is Chunk => file.type === "chunk");
}
