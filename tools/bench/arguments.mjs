// @ts-check
// The arguments of `node tools/bench.mjs`.

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";

const OPTIONS = /** @type {const} */ ({
  against: { type: "string" },
  pairs: { type: "string" },
  json: { type: "string" },
  anew: { type: "boolean" },
  built: { type: "boolean" },
});
const PAIRS = 15;
const MOST_PAIRS = 999;
/** The groups in which two checkouts can be compared. */
export const COMPARED = ["world", "core", "hunt"];

/**
 * How to compare with another checkout: where it lies, how many pairs each row takes, where the
 * ratios are written, and whether pairs of an earlier run are forgotten.
 * @typedef {{ path: string, pairs: number, json: string | undefined, anew: boolean }} Against
 * @typedef {{ wanted: string[], against: Against | undefined, built: boolean }} Request
 */

/**
 * Reads the arguments. Throws a sentence about the first that is unknown.
 * @param {string[]} given
 * @param {readonly string[]} groups All that there are.
 * @returns {Request} The groups that are wanted, in their usual order.
 */
export function parseArguments(given, groups) {
  // Not strict, because a strict parser would print its own sentences in place of ours.
  const { tokens } = parseArgs({ args: given, options: OPTIONS, strict: false, tokens: true });
  /** @type {Map<string, string | undefined>} */
  const options = new Map();
  /** @type {Set<string>} */
  const named = new Set();
  for (const token of tokens) {
    if (token.kind === "positional") named.add(token.value);
    if (token.kind === "option") {
      checkOption(token);
      options.set(token.name, token.value);
    }
  }
  const unknown = [...named].find((group) => !groups.includes(group));
  if (unknown !== undefined) {
    throw new Error(`there is no group "${unknown}": choose among ${groups.join(", ")}.`);
  }
  const built = options.delete("built");
  const path = options.get("against");
  if (path === undefined) {
    const [alone] = options.keys();
    if (alone) throw new Error(`--${alone} means something only beside --against PATH: add it.`);
    return { wanted: inOrder(named, groups), against: undefined, built };
  }
  const apart = [...named].find((group) => !COMPARED.includes(group));
  if (apart) {
    throw new Error(
      `"${apart}" is not measured against another checkout: choose among ${COMPARED.join(", ")}.`,
    );
  }
  const against = {
    path,
    pairs: pairsOf(options.get("pairs")),
    json: writable(options.get("json")),
    anew: options.has("anew"),
  };
  return { wanted: inOrder(named, COMPARED), against, built };
}

/**
 * @param {{ name: string, rawName: string, value?: string | undefined }} option
 */
function checkOption({ name, rawName, value }) {
  const known = Object.entries(OPTIONS).find(([it]) => it === name)?.[1];
  if (!known || !rawName.startsWith("--")) {
    const all = Object.keys(OPTIONS).map((it) => `--${it}`);
    throw new Error(`there is no option ${rawName}: choose among ${all.join(", ")}.`);
  }
  if (known.type === "string" && !value) throw new Error(`${rawName} needs a value after it.`);
  if (known.type === "boolean" && value !== undefined) {
    throw new Error(`${rawName} takes no value, but was given "${value}": leave it out.`);
  }
}

/**
 * The groups that were named; all, if none was.
 * @param {Set<string>} named
 * @param {readonly string[]} groups
 */
function inOrder(named, groups) {
  return groups.filter((group) => !named.size || named.has(group));
}

/** @param {string | undefined} text */
function pairsOf(text) {
  if (text === undefined) return PAIRS;
  const pairs = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (pairs < 1) {
    throw new Error(`--pairs is "${text}", but must be a whole number from 1 to ${MOST_PAIRS}.`);
  }
  return pairs;
}

/**
 * Checks now that a file can be written, because it is written many minutes later.
 * @param {string | undefined} file
 */
function writable(file) {
  if (file !== undefined && !existsSync(dirname(file))) {
    throw new Error(`--json is "${file}", but there is no folder ${dirname(file)}: make it first.`);
  }
  return file;
}
