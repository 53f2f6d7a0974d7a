// @ts-check
// Measures speed and size, and prints both. Nothing here passes or fails: docs/benchmarks.md
// explains the lines.
//
//   node tools/bench.mjs                 everything
//   node tools/bench.mjs world bytes     only these groups: world, switches, core, history, rewind,
//                                        ask, hunt, bytes, browser, lighthouse, smooth, diagram
//   node tools/bench.mjs --built browser lighthouse
//                                        the page in dist/ as it is, without building it
//   node tools/bench.mjs --against PATH [--pairs 15] [--json FILE] [--anew] [world core hunt]
//                                        this checkout beside the one in PATH, in pairs:
//                                        --json writes every ratio into a file, --anew forgets
//                                        the pairs that a run before took

import { argv, exit } from "node:process";
import { against } from "./bench/against.mjs";
import { parseArguments } from "./bench/arguments.mjs";
import { ask } from "./bench/ask.mjs";
import { browser } from "./bench/browser.mjs";
import { bytes, trustBuild } from "./bench/bytes.mjs";
import { checkoutAt } from "./bench/checkout.mjs";
import { diagram } from "./bench/diagram.mjs";
import { hunt } from "./bench/hunt.mjs";
import { lighthouse } from "./bench/lighthouse.mjs";
import { machine } from "./bench/machine.mjs";
import { rewind } from "./bench/rewind.mjs";
import { smooth } from "./bench/smooth.mjs";
import { core, history, switches, world } from "./bench/speed.mjs";

/** @type {Record<string, () => void | Promise<void>>} */
const GROUPS = {
  world,
  switches,
  core,
  history,
  rewind,
  ask,
  hunt,
  bytes,
  browser,
  lighthouse,
  smooth,
  diagram,
};

const { wanted, request, other } = asked();

console.log(machine());
if (other && request) {
  await orSkip(() => against(other, request, wanted));
} else {
  for (const name of wanted) {
    console.log(`\n=== ${name} ${"=".repeat(90 - name.length)}\n`);
    await orSkip(async () => GROUPS[name]?.());
  }
  console.log(`\n${machine()}`);
}

/** The work that the arguments ask for. Ends the process if an argument is unknown. */
function asked() {
  try {
    const asking = parseArguments(argv.slice(2), Object.keys(GROUPS));
    const { wanted, against: request, built } = asking;
    if (built) trustBuild();
    return { wanted, request, other: request && checkoutAt(request.path) };
  } catch (error) {
    console.error(`bench: ${error instanceof Error ? error.message : error}`);
    return exit(2);
  }
}

/**
 * Runs a part of the work, and prints the reason if that is not possible.
 * @param {() => Promise<void>} work
 */
async function orSkip(work) {
  try {
    await work();
  } catch (error) {
    console.log(`skipped: ${error instanceof Error ? error.message : error}`);
  }
}
