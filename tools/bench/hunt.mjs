// @ts-check
// The number of hostile runs that a hunt makes in a second, natively and in wasm, and the gain of a
// second worker.

import { join } from "node:path";
import { ROOT } from "./checkout.mjs";
import {
  buildHunters,
  CLUSTERS,
  commandLine,
  hunterScript,
  huntInWasm,
  huntNatively,
} from "./hunters.mjs";
import { grouped, median, printTable } from "./table.mjs";

const TARGET = join(ROOT, "target");
const REPETITIONS = 3;
const SEEDS = 6_000;
const REACH = { native: 3_000, wasm: 2_000 };

/** Runs per CPU second. */
export async function hunt() {
  buildHunters(ROOT, TARGET);
  const [program, script] = [commandLine(TARGET), hunterScript(ROOT)];
  console.log(`Whole Raft, 30 simulated seconds of faults a run, every check on; ${grouped(SEEDS)} seeds, the median of
${REPETITIONS} rounds. Reach, with default options: native ${grouped(REACH.native)}, wasm ${grouped(REACH.wasm)}; a second worker adds 90 % of the first.
`);
  const rows = [];
  for (const cluster of CLUSTERS) {
    /** @type {{ native: number[][], wasm: number[][] }} */
    const rates = { native: [[], []], wasm: [[], []] };
    for (let round = 0; round < REPETITIONS; round += 1) {
      for (const workers of [1, 2]) {
        rates.native[workers - 1]?.push(huntNatively(program, cluster.args, SEEDS, workers));
        rates.wasm[workers - 1]?.push(await huntInWasm(script, cluster.options, SEEDS, workers));
      }
    }
    for (const [side, [alone = [], together = []]] of Object.entries(rates)) {
      const [one, two] = [median(alone), median(together)];
      // Each worker may have its own core or share one, so the work of a CPU second is compared.
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
