import { readFile } from "node:fs/promises";
import type { Plugin, Rolldown } from "vite";

// A page's address, and the module that its code is in.
const PAGE = /path: "(\/[^"]*)"[\s\S]*?import\("@\/features\/[\w/]+\/(\w+)"\)/g;

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk & { readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> } };

/**
 * Lets the browser fetch the code of the page it was sent to while it still reads `index.html`, not only once the script
 * that knows the addresses has run.
 */
export function preload(routes: string): Plugin {
  return {
    name: "preload",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      async handler(_, { bundle = {} }) {
        const found = [...(await readFile(routes, "utf8")).matchAll(PAGE)];
        const pages = found.map(([, path = "", name = ""]) => [matching(path), filesOf(name, bundle)]);
        return [
          {
            tag: "script",
            children: `(${fetchAhead.toString()})(${JSON.stringify(pages)})`,
            injectTo: "head",
          },
        ];
      },
    },
  };
}

/** Runs in the browser, as text: it can use nothing from around it. */
function fetchAhead(pages: readonly (readonly [string, readonly string[]])[]) {
  for (const [at, files] of pages) {
    if (!new RegExp(at).test(location.pathname)) continue;
    for (const href of files) {
      const isStyle = href.endsWith(".css");
      const link = document.createElement("link");
      // As the script will ask for it, or it would be fetched twice.
      Object.assign(link, { href, rel: isStyle ? "preload" : "modulepreload", crossOrigin: "" });
      if (isStyle) link.as = "style";
      document.head.append(link);
    }
  }
}

function matching(path: string): string {
  return `^${path.replace(/\$\w+/g, "[^/]+").replace(/\/$/, "")}/?$`;
}

/** A page's chunk with all it imports, and their styles, but for what the first script brings anyway. */
function filesOf(name: string, bundle: Bundle): string[] {
  const chunks = Object.values(bundle).filter((file): file is Chunk => file.type === "chunk");
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const reached = (start: Chunk | undefined, seen = new Set<Chunk>()): Set<Chunk> => {
    if (start === undefined || seen.has(start)) return seen;
    seen.add(start);
    for (const file of start.imports) reached(byFile.get(file), seen);
    return seen;
  };
  const first = reached(chunks.find((chunk) => chunk.isEntry));
  const needed = [...reached(chunks.find((chunk) => chunk.name === name))].filter(
    (chunk) => !first.has(chunk),
  );
  const files = needed.flatMap((chunk) => [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? [])]);
  return files.map((file) => `/${file}`);
}
