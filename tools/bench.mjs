// @ts-check
// Prints how fast and how large everything is. Nothing here passes or fails: docs/benchmarks.md
// says what the lines mean.
//
//   node tools/bench.mjs                 everything
//   node tools/bench.mjs world bytes     only these groups: world, core, history, rewind, hunt,
//                                        bytes, browser, smooth

import { argv, exit } from "node:process";
import { browser } from "./bench/browser.mjs";
import { bytes } from "./bench/bytes.mjs";
import { hunt } from "./bench/hunt.mjs";
import { machine } from "./bench/machine.mjs";
import { rewind } from "./bench/rewind.mjs";
import { smooth } from "./bench/smooth.mjs";
import { core, history, world } from "./bench/speed.mjs";

/** @type {Record<string, () => void | Promise<void>>} */
const GROUPS = { world, core, history, rewind, hunt, bytes, browser, smooth };

const names = Object.keys(GROUPS);
const wanted = argv.slice(2);
const unknown = wanted.find((group) => !names.includes(group));
if (unknown) {
  console.error(`bench: there is no group "${unknown}": choose among ${names.join(", ")}.`);
  exit(2);
}

console.log(machine());
for (const name of names) {
  if (wanted.length && !wanted.includes(name)) continue;
  console.log(`\n=== ${name} ${"=".repeat(90 - name.length)}\n`);
  try {
    await GROUPS[name]?.();
  } catch (error) {
    console.log(`skipped: ${error instanceof Error ? error.message : error}`);
  }
}
console.log(`\n${machine()}`);
