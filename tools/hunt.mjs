// @ts-check
// A slice of the hunt for every change: the first seeds, which are the same for every commit, and
// seeds drawn from this commit's hash, so that each change tries new ones; once with plain Raft, and
// once with all its extensions and all kinds of faults.
//
//   node tools/hunt.mjs

import { spawnSync } from "node:child_process";
import { exit } from "node:process";

const ROOT = new URL("..", import.meta.url);
const FIXED = 2_000;
const OWN = 500;

/** The seed that a commit's hash names: as many hexadecimal digits as any seed may have. */
function seedOfCommit() {
  const { status, stdout } = spawnSync("git", ["rev-parse", "HEAD"], { cwd: ROOT });
  if (status !== 0) return undefined;
  return Number.parseInt(String(stdout).slice(0, 13), 16);
}

/** @param {string} seeds */
function hunt(seeds) {
  for (const drawn of [[], ["--all-options", "--all-faults"]]) {
    // Not --package: with the features of the whole workspace, as the tests have built it.
    const args = ["run", "--quiet", "--bin", "raft-playground", "--", "hunt", "--seeds", seeds];
    const { status } = spawnSync("cargo", [...args, ...drawn], { cwd: ROOT, stdio: "inherit" });
    if (status !== 0) exit(status ?? 1);
  }
}

hunt(`0..${FIXED}`);
const own = seedOfCommit();
if (own === undefined) {
  console.log("hunt: this is no git checkout, so there are no seeds of a commit's own.");
} else {
  hunt(`${own}..${own + OWN}`);
}
