import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { firstPaint } from "./build/firstPaint";
import { precompress } from "./build/precompress";
import { preload } from "./build/preload";
import { listRoutes } from "./build/routes";

// Where the API is while the pages come from the development server.
const LYCEUM = process.env.LYCEUM_URL ?? "http://127.0.0.1:8000";
const FRAME =
  /node_modules\/(?!.*nfinite)(?:@tanstack|cookie-es|i18next|isbot|html-parse-stringify|openapi-fetch|react|react-dom|react-i18next|scheduler|seroval|seroval-plugins|use-sync-external-store|void-elements)\//;
// What the first page is made of.
const SHARED =
  /\/src\/(?:main\.|styles\/(?!letters)|app\/(?!KeyboardHelp|LeaveDialog|SignInAgain)|lib\/(?:ahead|answers|api|appearance|classes|connection|errors|firstView|forgetting|i18n|missing|outbox|person|pseudo|sending|session|shelf|signingInAgain|tabs|updates)\.|components\/ui\/(?:Announcer|Button|Menu|Notice|Page|Skeleton|icons)\.|features\/(?:home\/today|practice\/starting)\.)|rolldown.runtime/;
// What several of the pages are made of that are somebody's own. Each file costs a journey, so there are few.
const OWN =
  /\/src\/(?:lib\/|components\/ui\/|features\/documents\/(?:DropZone|Upload|queries|reading|sending|uploads)|features\/(?:home|library|practice)\/queries\.)|node_modules\/@tanstack\/.*nfinite/;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { "@": here("./src"), "@generated": here("./.generated") } },
  plugins: [
    react(),
    VitePWA({
      // The app registers it itself: an inline script would need a hole in the content security policy.
      injectRegister: false,
      // Nobody loses what they are typing to a new version: it comes when they say so.
      registerType: "prompt",
      manifest: {
        name: "Lyceum",
        short_name: "Lyceum",
        description: "From any document to mastery, with the evidence.",
        start_url: "/",
        display: "standalone",
        background_color: "#fbfaf7",
        theme_color: "#0f6f6a",
        icons: [
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "/icon-maskable.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{js,css,html,woff2,svg}"],
        // What only some need is kept once it was used: PDF pages, and the letters of other scripts.
        globIgnores: ["**/pdf*", "**/*-{cyrillic,cyrillic-ext,greek,greek-ext,vietnamese}-*.woff2"],
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/api\//, /^\/health\//, /^\/metrics/, /^\/setup/],
        runtimeCaching: [
          {
            urlPattern: /\/assets\/(?:pdf|[^/]+\.woff2$)/,
            handler: "CacheFirst",
            options: { cacheName: "later", expiration: { maxEntries: 40 } },
          },
        ],
      },
    }),
    preload(here("./src/app/routes.tsx")),
    firstPaint(),
    listRoutes(here("./src/app/routes.tsx")),
    precompress(),
  ],
  build: {
    outDir: here("../src/lyceum/app/static"),
    emptyOutDir: true,
    target: ["chrome123", "firefox128", "safari17.5"],
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs, in two files: one that seldom changes, and ours.
            { name: "frame", test: FRAME, priority: 3 },
            { name: "shared", test: SHARED, priority: 2 },
            { name: "own", test: OWN, priority: 1 },
          ],
        },
      },
    },
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": { target: LYCEUM, ws: true }, "/health": LYCEUM, "/setup": LYCEUM } },
});
