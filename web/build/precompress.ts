import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(?:js|mjs|css|html|json|svg|webmanifest|wasm)$/;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Writes `.br` and `.gz` beside every text file of the build, so that serving it compresses nothing. */
export function precompress(): Plugin {
  let folder = "";
  return {
    name: "precompress",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      async handler() {
        const names = await readdir(folder, { recursive: true });
        await Promise.all(
          names.filter((name) => TEXT.test(name)).map((name) => compressed(join(folder, name))),
        );
      },
    },
  };
}

async function compressed(path: string): Promise<void> {
  const content = await readFile(path);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await Promise.all([
    writeFile(`${path}.br`, await brotli(content, quality)),
    writeFile(`${path}.gz`, await smallestZip(content)),
  ]);
}

/** Blocks of another length suit another text: the smaller of two. */
async function smallestZip(content: Buffer): Promise<Buffer> {
  const level = constants.Z_BEST_COMPRESSION;
  const [one, other] = await Promise.all([zip(content, { level, memLevel: 6 }), zip(content, { level })]);
  return one.length < other.length ? one : other;
}
