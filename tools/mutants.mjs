// @ts-check
// Tests the tests: cargo-mutants changes one expression at a time in the protocol and in the
// properties of the judge, and runs the tests of the crate. A mutant that survives is a rule that
// no test holds.
//
//   node tools/mutants.mjs properties        one room, all shards, one after the other
//   node tools/mutants.mjs properties 2/8    one shard of it, from 0/8 to 7/8
//   node tools/mutants.mjs                   the figures of all rooms so far
//
// The results of each shard stay in target/mutants. A shard that is whole is not run again, and one
// that was stopped begins anew; --anew forgets the results of the room first.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { argv, exit } from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = new URL("..", import.meta.url);
const RESULTS = new URL("target/mutants/", ROOT);
const VERSION = "27.1.0";
const SHARDS = 8;

/**
 * The rooms: the files that are changed, and the tests that must notice. A mutant may make a loop
 * endless, so every test run has a limit.
 * @type {Record<string, { package: string, files: string[], tests: string[] }>}
 */
const ROOMS = {
  core: {
    package: "raft-core",
    files: ["crates/raft-core/src/*.rs"],
    tests: ["--package", "raft-core"],
  },
  extensions: {
    package: "raft-core",
    files: ["crates/raft-core/src/extensions/*.rs"],
    tests: ["--package", "raft-core"],
  },
  properties: {
    package: "raft-check",
    files: ["crates/raft-check/src/properties/**/*.rs", "crates/raft-check/src/judge/*.rs"],
    tests: [
      ["--package", "raft-check", "--features", "json", "--lib", "--test", "all", "--"],
      ["properties", "foundations", "broken_rules", "faults"],
    ].flat(),
  },
};

/** @typedef {{ caught: number, missed: number, timeout: number, unviable: number }} Figures */

/** @param {string} room @param {number} shard @param {number} shards */
const folderOf = (room, shard, shards) => new URL(`${room}/${shard}-of-${shards}/`, RESULTS);

/**
 * The outcomes of a shard that is whole; undefined of any other.
 * @param {URL} folder
 * @returns {Figures | undefined}
 */
function figuresOf(folder) {
  const whole = new URL("whole.json", folder);
  return existsSync(whole) ? JSON.parse(readFileSync(whole, "utf8")) : undefined;
}

/** @param {URL} folder @param {string} name */
function lines(folder, name) {
  const file = new URL(`mutants.out/${name}.txt`, folder);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** @param {string} room @param {number} shard @param {number} shards */
function run(room, shard, shards) {
  const { package: name, files, tests } = ROOMS[room] ?? refuse(`There is no room "${room}"`);
  const folder = folderOf(room, shard, shards);
  if (figuresOf(folder) !== undefined) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const args = ["mutants", "--package", name, "--shard", `${shard}/${shards}`, "--jobs", "1"];
  args.push("--output", fileURLToPath(folder), "--no-shuffle", "--colors", "never");
  args.push("--profile", "mutants", "--timeout", "240");
  args.push(...files.flatMap((file) => ["--file", file]));
  args.push(...tests.map((arg) => `--cargo-test-arg=${arg}`));
  const { status, error } = spawnSync("cargo", args, { cwd: ROOT, stdio: "inherit" });
  if (error !== undefined) refuse(String(error));
  // 0: all caught; 2: some were missed; 3: some ran too long. Anything else is no result.
  if (status !== 0 && status !== 2 && status !== 3) {
    refuse(`cargo mutants ended with ${status}`);
  }
  /** @type {Figures} */
  const figures = {
    caught: lines(folder, "caught").length,
    missed: lines(folder, "missed").length,
    timeout: lines(folder, "timeout").length,
    unviable: lines(folder, "unviable").length,
  };
  writeFileSync(new URL("whole.json", folder), `${JSON.stringify(figures)}\n`);
}

/** The sums of all shards that are whole, and what survived in them. */
function print() {
  for (const room of Object.keys(ROOMS)) {
    const home = new URL(`${room}/`, RESULTS);
    const shards = existsSync(home) ? readdirSync(home) : [];
    /** @type {Figures} */
    const sums = { caught: 0, missed: 0, timeout: 0, unviable: 0 };
    const survivors = [];
    let whole = 0;
    for (const shard of shards) {
      const folder = new URL(`${shard}/`, home);
      const figures = figuresOf(folder);
      if (figures === undefined) continue;
      whole += 1;
      for (const key of /** @type {const} */ (["caught", "missed", "timeout", "unviable"])) {
        sums[key] += figures[key];
      }
      survivors.push(...lines(folder, "missed"));
    }
    const { caught, missed, timeout, unviable } = sums;
    console.log(
      `${room}: ${whole} shards; ${caught} caught, ${timeout} ran too long, ${missed} missed, ` +
        `${unviable} did not compile`,
    );
    for (const survivor of survivors.sort()) console.log(`  ${survivor}`);
  }
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(`mutants: ${sentence}: expected node tools/mutants.mjs ROOM [SHARD/SHARDS].`);
  exit(2);
}

function checkInstalled() {
  const { status, stdout } = spawnSync("cargo", ["mutants", "--version"]);
  if (status === 0 && String(stdout).includes(VERSION)) return;
  console.error(
    `mutants: expected cargo-mutants ${VERSION}; install it with ` +
      `cargo install --locked cargo-mutants --version ${VERSION}.`,
  );
  exit(2);
}

const [room, part] = argv.slice(2).filter((arg) => !arg.startsWith("--"));
if (room !== undefined) {
  checkInstalled();
  if (argv.includes("--anew"))
    rmSync(new URL(`${room}/`, RESULTS), { recursive: true, force: true });
  const [shard, shards] = (part ?? "").split("/").map(Number);
  if (part !== undefined && !(Number.isInteger(shard) && Number(shard) < Number(shards))) {
    refuse(`"${part}" is no shard`);
  }
  if (part === undefined) {
    for (let each = 0; each < SHARDS; each++) run(room, each, SHARDS);
  } else {
    run(room, Number(shard), Number(shards));
  }
}
print();
