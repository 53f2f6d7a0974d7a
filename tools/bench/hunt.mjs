// @ts-check
// How many hostile runs a hunt makes in a second, natively and in wasm, and what a second worker
// adds.

import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { execPath, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildEngine } from "./bytes.mjs";
import { grouped, median, printTable } from "./table.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const REPETITIONS = 3;
const SEEDS = 6_000;
const REACH = { native: 3_000, wasm: 2_000 };

/** @typedef {{ runs: number, seconds: number }} Share */

/** What is hunted in, and what says so on either side. */
const CLUSTERS = [
  { title: "five nodes, default options", args: ["--nodes", "5"], options: '{"nodes":5}' },
  { title: "each seed draws its cluster", args: [], options: null },
];

/** Runs per CPU second. */
export async function hunt() {
  buildNative();
  buildEngine();
  console.log(`Whole Raft, 30 simulated seconds of faults a run, every check on; ${grouped(SEEDS)} seeds, the median of
${REPETITIONS} rounds. Reach, with default options: native ${grouped(REACH.native)}, wasm ${grouped(REACH.wasm)}; a second worker adds 90 % of the first.
`);
  const rows = [];
  for (const cluster of CLUSTERS) {
    /** @type {{ native: number[][], wasm: number[][] }} */
    const rates = { native: [[], []], wasm: [[], []] };
    for (let round = 0; round < REPETITIONS; round += 1) {
      for (const workers of [1, 2]) {
        rates.native[workers - 1]?.push(native(cluster.args, workers));
        rates.wasm[workers - 1]?.push(await wasm(cluster.options, workers));
      }
    }
    for (const [side, [alone = [], together = []]] of Object.entries(rates)) {
      const [one, two] = [median(alone), median(together)];
      // Both get a core of their own, or share one: what counts is what a CPU second is worth.
      const added = `${Math.round(((2 * two - one) / one) * 100)} %`;
      rows.push([
        `${side}, ${cluster.title}`,
        grouped(Math.round(one)),
        grouped(Math.round(two)),
        added,
      ]);
    }
  }
  printTable(["runs per CPU second", "one worker", "two workers", "the second adds"], rows);
}

function buildNative() {
  const args = ["build", "--release", "--quiet", "--locked", "--package", "raft-cli"];
  const { status } = spawnSync("cargo", args, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) throw new Error("the command line could not be built.");
}

/**
 * @param {readonly string[]} args
 * @param {number} workers
 */
function native(args, workers) {
  const name = platform === "win32" ? "raft-playground.exe" : "raft-playground";
  const program = join(ROOT, "target/release", name);
  const all = ["hunt", "--json", "--seeds", `0..${SEEDS}`, "--jobs", String(workers), ...args];
  const { status, stdout, stderr } = spawnSync(program, all, { encoding: "utf8" });
  if (status !== 0) throw new Error(`the hunt failed: ${stderr?.trim()}`);
  const { tally, cpu_us } = JSON.parse(stdout);
  return tally.runs / (cpu_us / 1e6);
}

/**
 * @param {string | null} options
 * @param {number} workers
 */
async function wasm(options, workers) {
  const share = SEEDS / workers;
  const shares = Array.from({ length: workers }, (_, place) => work(options, place * share, share));
  const done = await Promise.all(shares);
  const runs = done.reduce((sum, it) => sum + it.runs, 0);
  return runs / done.reduce((sum, it) => sum + it.seconds, 0);
}

/**
 * @param {string | null} options
 * @param {number} first
 * @param {number} count
 * @returns {Promise<Share>}
 */
async function work(options, first, count) {
  const program = fileURLToPath(new URL("hunt-worker.mjs", import.meta.url));
  const share = JSON.stringify({ options, first, count });
  const { stdout } = await promisify(execFile)(execPath, [program, share]);
  return JSON.parse(stdout);
}
