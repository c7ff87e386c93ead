import type { Plugin } from "vite";

// What the first view of the first page is written with, and its code: asked for at once, not when the script has run.
const FONTS = /(?:inter|source-serif-4)-latin-wght-normal-[\w-]+\.woff2$/;
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
        const fonts = files.filter(({ fileName }) => FONTS.test(fileName)).map(({ fileName }) => fileName);
        const page = files.find((file) => file.type === "chunk" && file.name === PAGE);
        return [
          ...fonts.map((name) =>
            link({ rel: "preload", as: "font", type: "font/woff2", href: `/${name}`, crossorigin: "" }),
          ),
          ...(page ? [link({ rel: "modulepreload", href: `/${page.fileName}`, crossorigin: "" })] : []),
        ];
      },
    },
  };
}

function link(attrs: Record<string, string>) {
  return { tag: "link", attrs, injectTo: "head" as const };
}
