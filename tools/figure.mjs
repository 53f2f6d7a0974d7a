// @ts-check
// Makes a figure of a scenario for a document or a slide, the same one as the page's: an SVG file.
// `cargo xtask wasm` builds the engine that it takes.
//
//   node tools/figure.mjs scenarios/figure_8_committed.json --at 9s > figure.svg
//   node tools/figure.mjs FILE --at 4.2s --shows ring,logs,diagram --from 3s --dark --caption "…"

import { readFileSync } from "node:fs";
import { argv, exit, stderr, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createServer } from "vite";

const USAGE =
  "node tools/figure.mjs FILE [--at 9s] [--from 8s] [--shows ring,logs,diagram] [--dark] [--caption TEXT]";

/** @returns {{ file: string, at: number | null, from: number | null, shows: string[], dark: boolean, caption: string | null }} */
function asked() {
  try {
    const { values, positionals } = parseArgs({
      args: argv.slice(2),
      allowPositionals: true,
      options: {
        at: { type: "string" },
        from: { type: "string" },
        shows: { type: "string", default: "ring,logs" },
        dark: { type: "boolean", default: false },
        caption: { type: "string" },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Error("expected one scenario file");
    return {
      file,
      at: values.at === undefined ? null : moment("--at", values.at),
      from: values.from === undefined ? null : moment("--from", values.from),
      shows: values.shows.split(","),
      dark: values.dark,
      caption: values.caption ?? null,
    };
  } catch (error) {
    return refuse(error);
  }
}

/**
 * A moment in microseconds.
 * @param {string} name
 * @param {string} text
 */
function moment(name, text) {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(s|ms|us)$/.exec(text) ?? [];
  const units = { s: 1_000_000, ms: 1_000, us: 1 };
  if (number === undefined)
    throw new Error(`${name} is "${text}": expected 9s, 9000ms or 9000000us`);
  return Math.round(Number(number) * units[/** @type {keyof typeof units} */ (unit)]);
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function refuse(error) {
  const sentence = error instanceof Error ? error.message : String(error);
  stderr.write(`figure: ${sentence}${/[.!?]$/.test(sentence) ? "" : "."} Usage: ${USAGE}\n`);
  exit(2);
}

const wish = asked();
const root = fileURLToPath(new URL("..", import.meta.url));
// Vite reads the page's TypeScript as it is.
const server = await createServer({
  root,
  configFile: false,
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { figureOfFile } = await server.ssrLoadModule("/tools/figure/of-file.ts");
  stdout.write(figureOfFile(root, readFileSync(wish.file, "utf8"), wish));
} catch (error) {
  refuse(error);
} finally {
  await server.close();
}
