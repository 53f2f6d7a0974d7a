// @ts-check
// The bytes that a first visit downloads before it can play: index.html and all files that it leads
// to at once.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { grouped, printTable } from "./table.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const DIST = join(ROOT, "dist");
/** The most bytes of a first load, packed. A test of the browser suite holds it. */
export const FIRST_LOAD_MAX = 175_000;

/** @type {boolean | undefined} */
let built;

/** Builds the engine for the page. Throws a sentence if that fails. */
export function buildEngine() {
  const { status } = spawnSync("cargo", ["xtask", "wasm"], { cwd: ROOT, stdio: "ignore" });
  if (status !== 0) throw new Error("the engine cannot be built yet: `cargo xtask wasm` says why.");
}

/** Measures the page in dist/ as it lies there, whatever the sources say by now. */
export function trustBuild() {
  built = true;
}

/** Does what `npm run build` does after its set-up. Throws a sentence if the page has faults. */
export function buildPage() {
  built ??= [
    ["cargo", "xtask", "wasm"],
    [execPath, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"],
  ].every(
    ([program = "", ...args]) =>
      spawnSync(program, args, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] }).status === 0,
  );
  if (!built) throw new Error("the page cannot be built yet: `npm run build` says why.");
}

/** The first load, file by file. */
export function bytes() {
  buildPage();
  const files = firstLoad();
  const rows = [...files].map(([file, content]) => ({
    file,
    raw: content.length,
    packed: packedSize(content),
  }));
  rows.sort((one, other) => other.packed - one.packed);
  const raw = rows.reduce((sum, row) => sum + row.raw, 0);
  const packed = rows.reduce((sum, row) => sum + row.packed, 0);
  rows.push({ file: `${rows.length} files together`, raw, packed });
  console.log("Bytes of the first load, all that is needed to play. RaftScope: 97 574 packed.\n");
  printTable(
    ["dist/", "raw", "gzip -9"],
    rows.map((row) => [row.file, grouped(row.raw), grouped(row.packed)]),
  );
  const share = ((packed / FIRST_LOAD_MAX) * 100).toFixed(0);
  console.log(`\nLimit: ${grouped(FIRST_LOAD_MAX)} packed; this is ${share} % of it.`);
  const later = readdirSync(DIST, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(DIST, join(entry.parentPath, entry.name)))
    .filter((file) => !files.has(file));
  const parts = later.filter((file) => file.startsWith("assets")).sort();
  console.log(
    `Loaded later or never: ${parts.join(", ")}, and ${later.length - parts.length} others.`,
  );
}

/**
 * Bytes of a file as most hosts send it.
 * @param {Buffer} content
 */
export function packedSize(content) {
  return gzipSync(content, { level: 9 }).length;
}

/**
 * The files that index.html leads to before the first press, with their contents.
 * @returns {Map<string, Buffer>}
 */
export function firstLoad() {
  /** @type {Map<string, Buffer>} */
  const found = new Map();
  const waiting = ["index.html"];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    const content = readFileSync(join(DIST, file));
    found.set(file, content);
    const folder = dirname(file);
    for (const name of references(file, content.toString("latin1"))) {
      waiting.push(join(folder, name));
    }
  }
  return found;
}

/**
 * Names of local files in a built file: the links of HTML and CSS, the static imports of a script,
 * and the module that it starts. A dynamic `import()` comes later and does not count.
 * @param {string} file
 * @param {string} text
 */
function references(file, text) {
  const patterns = file.endsWith(".html")
    ? [/<(?:script|link)\b[^>]*?\b(?:src|href)="([^":]+)"/g]
    : file.endsWith(".css")
      ? [/url\(["']?([^"')#:]+)["']?\)/g]
      : file.endsWith(".js")
        ? [
            /\b(?:import|from)\s*["'](\.[^"']+\.js)["']/g,
            /["'`]([^"'`/]+\.wasm)["'`]/g,
            /["'`]\.\/([^"'`/]+\.wasm)["'`]/g,
          ]
        : [];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""));
}
