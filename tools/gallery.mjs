// @ts-check
// What a hunt on the page needs for each rule of the gallery: the page's own module under Node, on
// one core, with the plan that the sheet chooses. For each rule it prints the CPU seconds to the
// first failure of the property that the gallery names, the seed of that failure, and the actions
// that are left of it; from ten places far apart, since one of them may be lucky.
//
//   node tools/gallery.mjs                every rule: goes on where it was ended
//   node tools/gallery.mjs --rule NAME    this one alone; may be given several times
//   node tools/gallery.mjs --anew         forgets earlier measurements
//
// The modules come from `npm run build`. A measurement is kept for one build of the hunter.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpuUsage, exit } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const ROOT = new URL("..", import.meta.url);
const FILE = new URL("target/gallery/measured.json", ROOT);
/** The seeds at which hunts begin; none comes near the next. The page begins at the first. */
const STARTS = Array.from({ length: 10 }, (_, place) => 1_000_000 * place);
/** The seeds that a worker of the page takes at a time. */
const LOT = 64;
/** What is asked of each rule: caught in so many CPU seconds, and shrunk to so few actions. */
const SECONDS = 60;
const ACTIONS = 12;
/** A hunt that takes longer is given up. */
const SECONDS_MAX = 2 * SECONDS;

/**
 * One hunt and the shrinking of its catch. Where nothing was caught, `seed` and `actions` are null.
 * @typedef {{ seconds: number, seed: number | null, actions: number | null }} Measurement
 * @typedef {{ name: string, breaks: string | null }} Rule
 */

/** @param {string} path */
const at = (path) => fileURLToPath(new URL(path, ROOT));

const { values } = parseArgs({
  options: { rule: { type: "string", multiple: true }, anew: { type: "boolean" } },
});
const MODULE = at("web/generated/hunter_bg.wasm");
if (!existsSync(MODULE)) {
  console.error("There is no module to hunt with: run `npm run build` first.");
  exit(2);
}
const bytes = readFileSync(MODULE);
const build = createHash("sha256").update(bytes).digest("hex");
const { Hunter, huntNames, initSync } = await import(
  String(pathToFileURL(at("web/generated/hunter.js")))
);
initSync({ module: bytes });

if (values.anew) rmSync(FILE, { force: true });
const kept = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : null;
/** By rule and first seed. @type {Record<string, Measurement>} */
const measured = kept?.build === build ? kept.measured : {};

/** @type {Rule[]} */
const all = huntNames().bugs;
const unknown = (values.rule ?? []).find((name) => !all.some((rule) => rule.name === name));
if (unknown !== undefined) {
  console.error(`There is no rule "${unknown}" in the gallery: docs/gallery.md has their names.`);
  exit(2);
}
const wanted = all.filter(({ name }) => values.rule?.includes(name) ?? true);
/** Where a cluster only becomes slower, `raft-playground gallery --slower` measures it. */
const rules = wanted.flatMap(({ name, breaks }) => (breaks === null ? [] : [{ name, breaks }]));

// A whole round of all rules comes before the next place, so that an early end tells most.
for (const start of STARTS) {
  for (const { name, breaks } of rules) {
    const key = `${name} ${start}`;
    if (key in measured) continue;
    measured[key] = measure(name, breaks, start);
    mkdirSync(new URL(".", FILE), { recursive: true });
    writeFileSync(FILE, JSON.stringify({ build, measured }));
    console.log(`${name} from seed ${start}: ${told(measured[key])}`);
  }
}
print();

/**
 * @param {string} name
 * @param {string} breaks
 * @param {number} start
 * @returns {Measurement}
 */
function measure(name, breaks, start) {
  const stopsAtCatch = true;
  const hunter = new Hunter(undefined, [name], breaks, false, stopsAtCatch);
  const before = cpuUsage();
  const seconds = () => {
    const { user, system } = cpuUsage(before);
    return (user + system) / 1e6;
  };
  for (let first = start; seconds() < SECONDS_MAX; first += LOT) {
    const [caught] = hunter.hunt(first, LOT).catches;
    if (caught === undefined) continue;
    const taken = seconds();
    const watcher = { seen: () => true, wantsBest: () => false, best: () => {} };
    const { actions } = hunter.shrink(caught.link, breaks, watcher).catch;
    // A run in which nobody does anything comes without the field.
    return { seconds: taken, seed: caught.seed, actions: actions?.length ?? 0 };
  }
  return { seconds: seconds(), seed: null, actions: null };
}

/** @param {Measurement} measurement */
function told({ seconds, seed, actions }) {
  if (seed === null) return `nothing in ${seconds.toFixed(1)} CPU seconds`;
  return `seed ${seed}, ${seconds.toFixed(2)} CPU seconds, ${actions} actions`;
}

/** A row for each rule: what the page meets from seed 0 on, then the medians and the worst. */
function print() {
  console.log(
    `\n${"rule".padEnd(28)} ${"property".padEnd(24)}    seed  seconds  actions | ` +
      "seconds: median     most | actions: median  most",
  );
  for (const { name, breaks } of rules) {
    const rows = measurementsOf(name);
    const seconds = sorted(rows.map((row) => row.seconds));
    const actions = sorted(rows.map((row) => row.actions ?? Number.POSITIVE_INFINITY));
    const [first] = rows;
    console.log(
      `${name.padEnd(28)} ${breaks.padEnd(24)} ${column(first?.seed, 7)} ` +
        `${column(first?.seconds.toFixed(2), 8)} ${column(first?.actions, 8)} | ` +
        `${column(median(seconds).toFixed(2), 15)} ${column(seconds.at(-1)?.toFixed(2), 8)} | ` +
        `${column(median(actions), 15)} ${column(actions.at(-1), 5)}`,
    );
  }
  const short = rules.filter(({ name }) => !measurementsOf(name).every(holds));
  const hunts = rules.length * STARTS.length;
  const asked = `within ${SECONDS} CPU seconds and shrunk to at most ${ACTIONS} actions`;
  if (short.length === 0) {
    console.log(`\nIt holds: each of ${rules.length} rules is caught ${asked}, in ${hunts} hunts.`);
  } else {
    const names = short.map(({ name }) => name).join(", ");
    console.log(`\nIt does not hold that each rule is caught ${asked}: ${names}.`);
  }
}

/** @param {Measurement} measurement */
function holds({ seconds, actions }) {
  return actions !== null && seconds <= SECONDS && actions <= ACTIONS;
}

/**
 * @param {string} name
 * @returns {Measurement[]}
 */
function measurementsOf(name) {
  return STARTS.flatMap((start) => measured[`${name} ${start}`] ?? []);
}

/** @param {number[]} numbers */
function sorted(numbers) {
  return numbers.toSorted((a, b) => a - b);
}

/** @param {number[]} numbers in their order */
function median(numbers) {
  return numbers[Math.floor((numbers.length - 1) / 2)] ?? Number.NaN;
}

/**
 * @param {string | number | null | undefined} value
 * @param {number} width
 */
function column(value, width) {
  return String(value ?? "none").padStart(width);
}
