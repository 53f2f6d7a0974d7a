// @ts-check
// Runs the cases of this checkout's crate in bench/ again and again, for their medians.

import { join } from "node:path";
import { env } from "node:process";
import { buildCrate, openCases, TARGETS } from "./cases.mjs";
import { ROOT } from "./checkout.mjs";
import { median } from "./table.mjs";

/** The build folder of the crate in bench/. */
export const BUILT = env.CARGO_TARGET_DIR ?? join(ROOT, "bench/target");
const REPETITIONS = 5;
/** CPU seconds of one repetition. */
const SECONDS = 0.2;

/**
 * @typedef {import("./cases.mjs").Rate} Rate
 * @typedef {import("./cases.mjs").Target} Target
 * @typedef {import("./cases.mjs").Cases} Cases
 * @typedef {(target: Target, name: string) => Rate} Results
 */

/** @param {string[]} args */
export function build(...args) {
  buildCrate(ROOT, BUILT, ...args);
}

/** @type {Cases | undefined} */
let ready;

/**
 * Runs all cases whose names begin with `prefix`, one after the other, as often as there are
 * repetitions, so that a temporary load of the machine affects all of them. Returns the medians.
 * @param {string} prefix
 * @returns {Results}
 */
export function measure(prefix) {
  ready ??= openCases(ROOT, BUILT);
  const { names, runners } = ready;
  /** @type {Map<string, Rate[]>} */
  const rates = new Map();
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    for (const name of names.filter((name) => name.startsWith(prefix))) {
      for (const target of TARGETS) {
        const key = `${target} ${name}`;
        rates.set(key, [...(rates.get(key) ?? []), runners[target](name, SECONDS)]);
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

/** One sentence on the way in which the figures were measured. */
export const METHOD =
  `Medians of ${REPETITIONS} repetitions of ${SECONDS} s of process CPU time each, taken in ` +
  "turns, so that a busy moment hits all.";
