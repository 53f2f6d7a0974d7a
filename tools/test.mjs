// @ts-check
// Runs every check, in the order in which they find mistakes fastest.
//
//   node tools/test.mjs              everything
//   node tools/test.mjs rust web     only these groups: lint, rust, types, web, e2e

import { spawnSync } from "node:child_process";
import { argv, env, execPath, exit } from "node:process";

const ROOT = new URL("..", import.meta.url);
const GROUPS = ["lint", "rust", "types", "web", "e2e"];
const WASM = ["raft-core", "raft-sim", "raft-check", "raft-wasm"];

/** @type {(path: string, ...args: string[]) => string[]} */
const node = (path, ...args) => [execPath, path, ...args];
/** @type {(...args: string[]) => string[]} */
const cargo = (...args) => ["cargo", ...args];
const DENY = ["--", "--deny", "warnings"];

/**
 * A step runs when one of the groups in `for` is wanted; without `for`, always. A step whose
 * `needs` did not pass is skipped.
 * @type {{ name: string, for?: string[], needs?: string, run: string[] }[]}
 */
const STEPS = [
  { name: "setup", run: node("tools/setup.mjs", "--tests") },
  { name: "wasm", run: cargo("xtask", "wasm"), needs: "setup", for: ["types", "web", "e2e"] },
  {
    name: "build",
    run: node("node_modules/vite/bin/vite.js", "build"),
    needs: "wasm",
    for: ["e2e"],
  },
  { name: "format", for: ["lint"], run: cargo("fmt", "--all", "--check") },
  {
    name: "biome",
    for: ["lint"],
    run: node("node_modules/@biomejs/biome/bin/biome", "ci"),
    needs: "setup",
  },
  {
    name: "clippy",
    for: ["lint"],
    run: cargo("clippy", "--workspace", "--all-targets", "--all-features", "--locked", ...DENY),
  },
  {
    name: "clippy wasm32",
    for: ["lint"],
    run: cargo(
      "clippy",
      ...WASM.flatMap((name) => ["--package", name]),
      ...["--target", "wasm32-unknown-unknown", "--locked"],
      ...DENY,
    ),
  },
  {
    name: "clippy first",
    for: ["lint"],
    run: cargo(
      ...["clippy", "--package", "raft-wasm", "--no-default-features", "--features", "playground"],
      ...["--target", "wasm32-unknown-unknown", "--locked"],
      ...DENY,
    ),
  },
  {
    name: "types",
    for: ["types"],
    run: node("node_modules/typescript/bin/tsc", "--noEmit"),
    needs: "wasm",
  },
  { name: "rust tests", for: ["rust"], run: cargo("test", "--workspace", "--locked") },
  { name: "hunt", for: ["rust"], run: node("tools/hunt.mjs") },
  {
    name: "web tests",
    for: ["web"],
    run: node("node_modules/vitest/vitest.mjs", "run"),
    needs: "wasm",
  },
  {
    name: "browser tests",
    for: ["e2e"],
    run: node("node_modules/@playwright/test/cli.js", "test"),
    needs: "build",
  },
];

const wanted = argv.slice(2);
const unknown = wanted.find((group) => !GROUPS.includes(group));
if (unknown) {
  console.error(`test: there is no group "${unknown}": choose among ${GROUPS.join(", ")}.`);
  exit(2);
}
const groups = wanted.length ? wanted : GROUPS;

/** @type {Map<string, { word: string, seconds: number }>} */
const results = new Map();
for (const step of STEPS) {
  if (step.for && !step.for.some((group) => groups.includes(group))) continue;
  if (step.needs && results.get(step.needs)?.word !== "passed") {
    results.set(step.name, { word: `skipped: ${step.needs} did not pass`, seconds: 0 });
    continue;
  }
  console.log(`\n=== ${step.name} ${"=".repeat(Math.max(3, 70 - step.name.length))}`);
  const [program = "", ...args] = step.run;
  const start = performance.now();
  const { status } = spawnSync(program, args, { cwd: ROOT, stdio: "inherit", env });
  const seconds = (performance.now() - start) / 1000;
  results.set(step.name, { word: status === 0 ? "passed" : "FAILED", seconds });
}

console.log("\n=== summary");
let failed = 0;
for (const [name, { word, seconds }] of results) {
  if (word !== "passed") failed += 1;
  console.log(`${name.padEnd(16)} ${seconds.toFixed(1).padStart(7)} s  ${word}`);
}
console.log(failed ? `${failed} of ${results.size} steps did not pass.` : "Everything passed.");
exit(failed ? 1 : 0);
