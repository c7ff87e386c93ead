import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";

/** Writes `routes.json`, the addresses of the app's pages, so that the server answers any other with 404. */
export function listRoutes(source: string): Plugin {
  return {
    name: "list-routes",
    apply: "build",
    async generateBundle() {
      const text = await readFile(source, "utf8");
      const paths = [...text.matchAll(/path: "(\/[^"]*)"/g)].map((found) => found[1]);
      this.emitFile({ type: "asset", fileName: "routes.json", source: JSON.stringify([...new Set(paths)]) });
    },
  };
}
