// @ts-check
// Fuzzes links, scenarios, starts and words: decodes each input and plays what is accepted. Takes a
// nightly compiler and cargo-fuzz (`cargo install cargo-fuzz`).
//
//   node tools/fuzz.mjs                      a minute for each target
//   node tools/fuzz.mjs 600 links starts     ten minutes for each of these
//
// It goes on where it was ended: the inputs that reach something new stay in fuzz/corpus. An input
// that panics, takes 10 s or 512 MB, or makes whole Raft be accused, is kept in fuzz/artifacts.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const COUNTS = fileURLToPath(new URL("../fuzz/corpus/counts.json", import.meta.url));
/** Each target with the longest input that it is given, and folders with inputs to begin with. */
const TARGETS = new Map([
  ["links", { longest: 4_096, seeds: [] }],
  ["scenarios", { longest: 16_384, seeds: ["scenarios", "scenarios/bugs"] }],
  ["starts", { longest: 256, seeds: [] }],
  ["words", { longest: 512, seeds: [] }],
]);

const [first, ...rest] = argv.slice(2);
const seconds = first === undefined || TARGETS.has(first) ? 60 : Number(first);
const named = argv.slice(2).filter((word) => TARGETS.has(word));
const unknown = rest.find((word) => !TARGETS.has(word));
if (!Number.isInteger(seconds) || seconds < 1 || unknown !== undefined) {
  console.error(
    `fuzz: expected seconds, then names of targets (${[...TARGETS.keys()].join(", ")}), but was given ${argv.slice(2).join(" ")}.`,
  );
  exit(2);
}

/** @type {Record<string, number>} */
const counts = existsSync(COUNTS) ? JSON.parse(readFileSync(COUNTS, "utf8")) : {};
let failed = false;
for (const name of named.length > 0 ? named : TARGETS.keys()) failed = !fuzz(name) || failed;
const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
console.log(`\n${all.toLocaleString("en")} inputs in all, ${JSON.stringify(counts)}.`);
exit(failed ? 1 : 0);

/**
 * Runs one target. Returns whether every input did well.
 * @param {string} name
 */
function fuzz(name) {
  const { longest, seeds } = TARGETS.get(name) ?? { longest: 512, seeds: [] };
  const corpus = `fuzz/corpus/${name}`;
  mkdirSync(`${ROOT}/${corpus}`, { recursive: true });
  console.log(`\n=== ${name}, ${seconds} s`);
  // The code has no `unsafe`: a sanitizer would find nothing, and take memory and time.
  const run = spawnSync(
    "cargo",
    [
      ...["+nightly", "fuzz", "run", "--sanitizer", "none", name, corpus, ...seeds, "--"],
      ...[`-max_total_time=${seconds}`, `-max_len=${longest}`],
      ...["-timeout=10", "-rss_limit_mb=512", "-print_final_stats=1", "-verbosity=0"],
    ],
    { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "inherit", "pipe"] },
  );
  if (run.error) {
    console.error(`fuzz: cargo could not be started: ${run.error.message}.`);
    return false;
  }
  const done = Number(/number_of_executed_units:\s*(\d+)/.exec(run.stderr)?.[1] ?? 0);
  const memory = /peak_rss_mb:\s*(\d+)/.exec(run.stderr)?.[1] ?? "?";
  const slowest = /slowest_unit_time_sec:\s*(\d+)/.exec(run.stderr)?.[1] ?? "?";
  counts[name] = (counts[name] ?? 0) + done;
  writeFileSync(COUNTS, `${JSON.stringify(counts, null, 2)}\n`);
  if (run.status !== 0) console.error(run.stderr.split("\n").slice(-40).join("\n"));
  const words = run.status === 0 ? "all did well" : "one did not: see fuzz/artifacts";
  console.log(
    `${done.toLocaleString("en")} inputs, ${memory} MB at most, slowest ${slowest} s: ${words}.`,
  );
  return run.status === 0;
}
