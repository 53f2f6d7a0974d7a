// @ts-check
// Runs every check, in the order in which they find mistakes fastest.
//
//   node tools/test.mjs              everything
//   node tools/test.mjs rust web     only these groups: lint, rust, types, web, e2e

import { spawn } from "node:child_process";
import { argv, env, execPath, exit } from "node:process";

const ROOT = new URL("..", import.meta.url);
const GROUPS = ["lint", "rust", "types", "web", "e2e"];

/** @type {(path: string, ...args: string[]) => string[]} */
const node = (path, ...args) => [execPath, path, ...args];
/** @type {(...args: string[]) => string[]} */
const cargo = (...args) => ["cargo", ...args];
/** @param {string} folder */
const checkOf = (folder) =>
  cargo("check", "--manifest-path", `${folder}/Cargo.toml`, "--all-targets", "--locked");
const DENY = ["--", "--deny", "warnings"];

/**
 * A step runs when one of the groups in `for` is wanted; without `for`, always. A step whose
 * `needs` did not pass is skipped. A step `beside` the others, which has one processor busy, goes
 * on while those after it run, until one needs it; what it prints comes at its end.
 * @typedef {{ name: string, for?: string[], needs?: string, beside?: true, run: string[] }} Step
 * @type {Step[]}
 */
const STEPS = [
  { name: "setup", run: node("tools/setup.mjs", "--tests") },
  {
    name: "wasm",
    run: cargo("xtask", "wasm"),
    needs: "setup",
    beside: true,
    for: ["types", "web", "e2e"],
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
    name: "clippy first",
    for: ["lint"],
    run: cargo(
      ...["clippy", "--package", "raft-wasm", "--no-default-features", "--features", "playground"],
      ...["--target", "wasm32-unknown-unknown", "--locked"],
      ...DENY,
    ),
  },
  // Workspaces of their own, which nothing else here compiles.
  { name: "check bench", for: ["lint"], run: checkOf("bench") },
  { name: "check fuzz", for: ["lint"], run: checkOf("fuzz") },
  { name: "rust tests", for: ["rust"], run: cargo("test", "--workspace", "--locked") },
  { name: "hunt", for: ["rust"], run: node("tools/hunt.mjs") },
  {
    name: "types",
    for: ["types"],
    run: node("node_modules/typescript/bin/tsc", "--noEmit"),
    needs: "wasm",
  },
  {
    name: "web tests",
    for: ["web"],
    run: node("node_modules/vitest/vitest.mjs", "run"),
    needs: "wasm",
  },
  {
    name: "build",
    run: node("node_modules/vite/bin/vite.js", "build"),
    needs: "wasm",
    for: ["e2e"],
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
/** @type {Map<string, Promise<void>>} */
const underWay = new Map();
for (const step of STEPS) {
  if (step.for && !step.for.some((group) => groups.includes(group))) continue;
  if (step.needs) {
    await underWay.get(step.needs);
    if (results.get(step.needs)?.word !== "passed") {
      results.set(step.name, { word: `skipped: ${step.needs} did not pass`, seconds: 0 });
      continue;
    }
  }
  // A place in the summary, in the order of the steps.
  results.set(step.name, { word: "under way", seconds: 0 });
  const running = run(step);
  if (step.beside) underWay.set(step.name, running);
  else await running;
}
await Promise.all(underWay.values());

console.log("\n=== summary");
let failed = 0;
for (const [name, { word, seconds }] of results) {
  if (word !== "passed") failed += 1;
  console.log(`${name.padEnd(16)} ${seconds.toFixed(1).padStart(7)} s  ${word}`);
}
console.log(failed ? `${failed} of ${results.size} steps did not pass.` : "Everything passed.");
exit(failed ? 1 : 0);

/**
 * Runs a step and notes how it went.
 * @param {Step} step
 */
async function run({ name, run: [program = "", ...args], beside }) {
  const title = `\n=== ${name} ${"=".repeat(Math.max(3, 70 - name.length))}`;
  console.log(beside ? `\n=== ${name} runs beside what follows` : title);
  const start = performance.now();
  const child = spawn(program, args, {
    cwd: ROOT,
    stdio: beside ? ["ignore", "pipe", "pipe"] : "inherit",
    env,
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
  }
  const status = await new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`test: ${program} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on("close", resolve);
  });
  const seconds = (performance.now() - start) / 1000;
  if (beside) console.log(`${title}\n${printed}`);
  results.set(name, { word: status === 0 ? "passed" : "FAILED", seconds });
}
