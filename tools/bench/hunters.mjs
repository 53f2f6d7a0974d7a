// @ts-check
// The hunters of a checkout, on the command line and in the module of the page's workers.

import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { execPath, platform } from "node:process";
import { promisify } from "node:util";
import { cargo } from "./cargo.mjs";

/** @typedef {{ runs: number, seconds: number }} Share */

/** The clusters to hunt in, and the arguments for them on either side. */
export const CLUSTERS = [
  { title: "five nodes, default options", args: ["--nodes", "5"], options: '{"nodes":5}' },
  { title: "each seed draws its cluster", args: [], options: null },
];

/**
 * Builds both hunters.
 * @param {string} root Of the checkout.
 * @param {string} target The folder to build in.
 */
export function buildHunters(root, target) {
  const manifest = ["--manifest-path", join(root, "Cargo.toml")];
  const release = ["build", "--release", "--quiet", "--locked", "--package", "raft-cli"];
  cargo(root, target, ...release, ...manifest);
  cargo(root, target, "xtask", "wasm");
}

/**
 * The command line that was built in this folder.
 * @param {string} target
 */
export function commandLine(target) {
  return join(target, "release", platform === "win32" ? "raft-playground.exe" : "raft-playground");
}

/**
 * The script that hunts a share in a checkout's own wasm.
 * @param {string} root
 */
export function hunterScript(root) {
  return join(root, "tools/bench/hunt-worker.mjs");
}

/**
 * Hunts from seed 0 on. Runs per CPU second.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {number} seeds
 * @param {number} workers
 */
export function huntNatively(program, args, seeds, workers) {
  const all = ["hunt", "--json", "--seeds", `0..${seeds}`, "--jobs", String(workers), ...args];
  const { status, stdout, stderr } = spawnSync(program, all, { encoding: "utf8" });
  if (status !== 0) throw new Error(`the hunt failed: ${stderr?.trim()}`);
  const { tally, cpu_us } = JSON.parse(stdout);
  return tally.runs / (cpu_us / 1e6);
}

/**
 * Hunts from seed 0 on, each worker in a process of its own. Runs per CPU second.
 * @param {string} script
 * @param {string | null} options
 * @param {number} seeds
 * @param {number} workers
 */
export async function huntInWasm(script, options, seeds, workers) {
  const count = seeds / workers;
  const shares = Array.from({ length: workers }, (_, place) =>
    huntShare(script, { options, first: place * count, count }),
  );
  const done = await Promise.all(shares);
  const runs = done.reduce((sum, it) => sum + it.runs, 0);
  return runs / done.reduce((sum, it) => sum + it.seconds, 0);
}

/**
 * @param {string} script
 * @param {{ options: string | null, first: number, count: number }} share
 * @returns {Promise<Share>}
 */
async function huntShare(script, share) {
  const { stdout } = await promisify(execFile)(execPath, [script, JSON.stringify(share)]);
  return JSON.parse(stdout);
}
