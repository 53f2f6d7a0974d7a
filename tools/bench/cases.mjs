// @ts-check
// The crate in bench/ of a checkout: its cases, run one at a time, natively and in wasm.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process, { platform } from "node:process";
import { cargo } from "./cargo.mjs";

const WASM_TARGET = "wasm32-unknown-unknown";
/** CPU seconds until wasm that is run for the first time has been optimized. */
const WARM_UP = 0.4;

/**
 * The figures of one case: work per CPU second, and messages per command.
 * @typedef {{ messages: number, commands: number, messagesPerCommand: number }} Rate
 * @typedef {"native" | "wasm"} Target
 */

/**
 * Runs a case for some CPU seconds, after a warm-up of a quarter more.
 * @typedef {(name: string, seconds: number) => Rate} Runner
 */

/** @type {Target[]} */
export const TARGETS = ["native", "wasm"];

/**
 * The cases of one checkout, how to run them, and the program that runs them.
 * @typedef {object} Cases
 * @property {string[]} names
 * @property {Record<Target, Runner>} runners
 * @property {Record<Target, string>} programs
 */

/**
 * Builds the crate in bench/ for speed.
 * @param {string} root Of the checkout.
 * @param {string} target The folder to build in.
 * @param {string[]} args What of it to build; natively everything, if empty.
 */
export function buildCrate(root, target, ...args) {
  const manifest = ["--manifest-path", join(root, "bench/Cargo.toml")];
  cargo(root, target, "build", "--release", "--locked", ...manifest, ...args);
}

/**
 * Builds the crate natively and in wasm and asks it for its cases.
 * @param {string} root Of the checkout.
 * @param {string} target The folder to build in.
 * @returns {Cases}
 */
export function openCases(root, target) {
  buildCrate(root, target);
  buildCrate(root, target, "--lib", "--target", WASM_TARGET);
  const programs = {
    native: join(target, "release", platform === "win32" ? "raft-bench.exe" : "raft-bench"),
    wasm: join(target, WASM_TARGET, "release/raft_bench.wasm"),
  };
  const names = run(programs.native, "list").trim().split("\n");
  const runners = {
    native: nativeRunner(programs.native),
    wasm: wasmRunner(programs.wasm, names),
  };
  return { names, runners, programs };
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`the native benchmark failed: ${stderr?.trim()}`);
  return stdout;
}

/**
 * @param {number} messages
 * @param {number} commands
 * @param {number} seconds
 * @returns {Rate}
 */
function rate(messages, commands, seconds) {
  return {
    messages: messages / seconds,
    commands: commands / seconds,
    messagesPerCommand: messages / commands,
  };
}

/**
 * A process for each repetition. It keeps its own CPU time.
 * @param {string} program
 * @returns {Runner}
 */
function nativeRunner(program) {
  return (name, seconds) => {
    const [messages = 0, commands = 0, spent = 0] = run(program, name, String(seconds))
      .split(" ")
      .map(Number);
    return rate(messages, commands, spent);
  };
}

/**
 * The exports of bench/src/bindings.rs.
 * @typedef {object} Bindings
 * @property {(place: number) => void} open
 * @property {() => void} prepare
 * @property {() => void} round
 * @property {() => number} messages
 * @property {() => number} commands
 */

/**
 * A fresh instance for each repetition, of a module that is compiled once.
 * @param {string} program
 * @param {string[]} names
 * @returns {Runner}
 */
function wasmRunner(program, names) {
  const module = new WebAssembly.Module(readFileSync(program));
  /** @type {Set<string>} */
  const warm = new Set();
  return (name, wanted) => {
    const instance = new WebAssembly.Instance(module);
    const bindings = /** @type {Bindings} */ (/** @type {unknown} */ (instance.exports));
    bindings.open(names.indexOf(name));
    /** @param {number} seconds */
    const spend = (seconds) => {
      let [messages, commands, micros] = [0, 0, 0];
      while (micros < seconds * 1e6) {
        bindings.prepare();
        const before = process.cpuUsage();
        bindings.round();
        const { user, system } = process.cpuUsage(before);
        micros += user + system;
        messages += bindings.messages();
        commands += bindings.commands();
      }
      return rate(messages, commands, micros / 1e6);
    };
    // The first time, the optimizing compiler works at the same time and must not be counted.
    spend(warm.has(name) ? wanted / 4 : WARM_UP);
    warm.add(name);
    return spend(wanted);
  };
}
