import type { Plugin } from "vite";

// The code of the first page: asked for at once, not when the script has run. Not its letters: they are as heavy as all
// the scripts, which would come later by that, and words are shown in the system's until they are there.
const PAGE = "HomePage";

/** Lets the browser fetch what the first page needs while it still reads `index.html`. */
export function preload(): Plugin {
  return {
    name: "preload",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle = {} }) {
        const files = Object.values(bundle);
        const page = files.find((file) => file.type === "chunk" && file.name === PAGE);
        return page ? [link({ rel: "modulepreload", href: `/${page.fileName}`, crossorigin: "" })] : [];
      },
    },
  };
}

function link(attrs: Record<string, string>) {
  return { tag: "link", attrs, injectTo: "head" as const };
}
