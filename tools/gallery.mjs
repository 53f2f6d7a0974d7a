// @ts-check
// The time that a hunt needs for each rule of the gallery, in wasm and on one core: the CPU seconds
// to the first failure of the property that the gallery names, from ten places far apart.
//
//   node tools/gallery.mjs            goes on where it was ended, and prints the table
//   node tools/gallery.mjs --anew     forgets earlier measurements

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { argv, cpuUsage } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = new URL("..", import.meta.url);
const FILE = new URL("target/gallery/measured.json", ROOT);
/** The places where hunts begin; none comes near the next. */
const STARTS = Array.from({ length: 10 }, (_, place) => 1_000_000 * place);
const LOT = 64;
/** A hunt that takes longer is given up. */
const SECONDS_MAX = 120;

/** @param {string} path */
const at = (path) => fileURLToPath(new URL(path, ROOT));

if (argv.includes("--anew")) rmSync(FILE, { force: true });
const { Hunter, huntNames, initSync } = await import(
  String(pathToFileURL(at("web/generated/hunter.js")))
);
initSync({ module: readFileSync(at("web/generated/hunter_bg.wasm")) });

/**
 * The measurements: by rule and first seed, the CPU seconds, the seeds tried, the actions left.
 * @type {Record<string, { seconds: number, tried: number, actions: number | null }>}
 */
const measured = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
/** @type {{ name: string, breaks: string | null }[]} */
const rules = JSON.parse(huntNames()).bugs;

for (const { name, breaks } of rules) {
  // Where a cluster only becomes slower, `raft-playground gallery --slower` measures it.
  if (breaks === null) continue;
  for (const start of STARTS) {
    const key = `${name} ${start}`;
    if (key in measured) continue;
    measured[key] = measure(name, breaks, start);
    mkdirSync(new URL(".", FILE), { recursive: true });
    writeFileSync(FILE, JSON.stringify(measured));
  }
  print(name, breaks);
}

/**
 * @param {string} name
 * @param {string} breaks
 * @param {number} start
 */
function measure(name, breaks, start) {
  const hunter = new Hunter(undefined, [name], breaks, false);
  const before = cpuUsage();
  const seconds = () => {
    const { user, system } = cpuUsage(before);
    return (user + system) / 1e6;
  };
  for (let first = start; seconds() < SECONDS_MAX; first += LOT) {
    const { catches } = JSON.parse(hunter.hunt(first, LOT));
    if (catches.length === 0) continue;
    const taken = seconds();
    const watcher = { seen: () => true, wantsBest: () => false, best: () => {} };
    const small = JSON.parse(hunter.shrink(catches[0].link, breaks, watcher));
    return { seconds: taken, tried: first + LOT - start, actions: small.actions.length };
  }
  return { seconds: seconds(), tried: Number.NaN, actions: null };
}

/**
 * @param {string} name
 * @param {string} breaks
 */
function print(name, breaks) {
  const rows = STARTS.flatMap((start) => measured[`${name} ${start}`] ?? []);
  /** @param {(row: (typeof rows)[number]) => number} of */
  const sorted = (of) => rows.map(of).toSorted((a, b) => a - b);
  const seconds = sorted((row) => row.seconds);
  const actions = sorted((row) => row.actions ?? Number.POSITIVE_INFINITY);
  /** @param {number[]} numbers */
  const median = (numbers) => numbers[Math.floor(numbers.length / 2)] ?? Number.NaN;
  console.log(
    `${name.padEnd(26)} ${breaks.padEnd(24)} ` +
      `${median(seconds).toFixed(2).padStart(8)} s median ${(seconds.at(-1) ?? 0).toFixed(2).padStart(8)} s most ` +
      `${String(median(actions)).padStart(4)} actions median, ${actions[0]} at best, ${actions.at(-1)} at most`,
  );
}
