import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { "@": here("./src"), "@generated": here("./.generated") } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test-setup.ts"],
    // For what hangs: no test is to fail for being slow on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
