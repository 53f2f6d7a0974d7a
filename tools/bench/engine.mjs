// @ts-check
// Builds the crate in bench/ and runs its cases, natively and in wasm.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process, { env, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { median } from "./table.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Where the crate in bench/ is built. */
export const BUILT = env.CARGO_TARGET_DIR ?? join(ROOT, "bench/target");
const WASM_TARGET = "wasm32-unknown-unknown";
const REPETITIONS = 5;
/** CPU seconds of one repetition; a quarter more goes before it as a warm-up. */
const SECONDS = 0.2;

/**
 * What one case did: per CPU second, and messages per command.
 * @typedef {{ messages: number, commands: number, messagesPerCommand: number }} Rate
 * @typedef {"native" | "wasm"} Target
 * @typedef {(name: string) => Rate} Runner
 * @typedef {(target: Target, name: string) => Rate} Results
 */

/** @param {string[]} args */
export function build(...args) {
  const command = ["build", "--release", "--locked", "--manifest-path", "bench/Cargo.toml"];
  const { status } = spawnSync("cargo", [...command, ...args], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) throw new Error(`\`cargo ${[...command, ...args].join(" ")}\` failed.`);
}

/** @type {{ names: string[], runners: Record<Target, Runner> } | undefined} */
let ready;

function prepare() {
  if (ready) return ready;
  build();
  build("--lib", "--target", WASM_TARGET);
  const program = join(BUILT, "release", platform === "win32" ? "raft-bench.exe" : "raft-bench");
  const names = run(program, "list").trim().split("\n");
  const runners = { native: nativeRunner(program), wasm: wasmRunner(names) };
  ready = { names, runners };
  return ready;
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
  return (name) => {
    const [messages = 0, commands = 0, seconds = 0] = run(program, name, String(SECONDS))
      .split(" ")
      .map(Number);
    return rate(messages, commands, seconds);
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
 * @param {string[]} names
 * @returns {Runner}
 */
function wasmRunner(names) {
  const file = join(BUILT, WASM_TARGET, "release/raft_bench.wasm");
  const module = new WebAssembly.Module(readFileSync(file));
  /** @type {Set<string>} */
  const warm = new Set();
  return (name) => {
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
    // The first time, the optimizing compiler works beside and is not to be counted.
    spend(warm.has(name) ? SECONDS / 4 : 2 * SECONDS);
    warm.add(name);
    return spend(SECONDS);
  };
}

/**
 * Runs all cases whose names begin with `prefix`, one after the other, as often as there are
 * repetitions: what disturbs the machine for a while hits all of them. The medians.
 * @param {string} prefix
 * @returns {Results}
 */
export function measure(prefix) {
  const { names, runners } = prepare();
  /** @type {Map<string, Rate[]>} */
  const rates = new Map();
  const targets = /** @type {Target[]} */ (Object.keys(runners));
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const name of names.filter((name) => name.startsWith(prefix))) {
      for (const target of targets) {
        const key = `${target} ${name}`;
        rates.set(key, [...(rates.get(key) ?? []), runners[target](name)]);
      }
    }
  }
  return (target, name) => {
    const all = rates.get(`${target} ${name}`) ?? [];
    return {
      messages: median(all.map((rate) => rate.messages)),
      commands: median(all.map((rate) => rate.commands)),
      messagesPerCommand: median(all.map((rate) => rate.messagesPerCommand)),
    };
  };
}

/** How each figure came about, in one sentence. */
export const METHOD =
  `Medians of ${REPETITIONS} repetitions of ${SECONDS} s of process CPU time each, taken in ` +
  "turns, so that a busy moment hits all.";
