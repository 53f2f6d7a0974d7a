// @ts-check
// The ratios that were measured so far, in a file: a comparison that was stopped goes on from it.

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./checkout.mjs";

/**
 * @typedef {import("./checkout.mjs").Checkout} Checkout
 * @typedef {import("./rows.mjs").Row} Row
 * @typedef {{ name: string, programs: string, ratio: number }} Line
 */

/**
 * @typedef {object} Taken
 * @property {(row: Row) => readonly number[]} ratios In the order in which they were measured.
 * @property {(row: Row, ratio: number) => void} add Keeps a ratio, in the file too.
 */

/**
 * Opens the file of two revisions. Ratios count only while both sides still run the same programs,
 * as uncommitted changes or another compiler make others of the same revision.
 * @param {Checkout} here
 * @param {Checkout} there
 * @param {boolean} anew Whether to forget what the file holds.
 * @returns {Taken}
 */
export function openTaken(here, there, anew) {
  const names = [here, there].map(({ revision }) => revision.replaceAll(" ", "-"));
  const file = join(ROOT, "bench/target/against", `${names.join("-")}.jsonl`);
  if (anew) rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  /** @type {Map<string, number[]>} */
  const all = new Map();
  /** @param {{ name: string, programs: string }} of */
  const ratiosOf = ({ name, programs }) => {
    const key = `${programs} ${name}`;
    const ratios = all.get(key) ?? [];
    all.set(key, ratios);
    return ratios;
  };
  for (const line of existsSync(file) ? linesOf(file) : []) ratiosOf(line).push(line.ratio);
  return {
    ratios: ratiosOf,
    add(row, ratio) {
      const { name, programs } = row;
      ratiosOf(row).push(ratio);
      appendFileSync(file, `${JSON.stringify({ name, programs, ratio })}\n`);
    },
  };
}

/**
 * Every whole line. A process that was stopped may have left the last one incomplete.
 * @param {string} file
 * @returns {Line[]}
 */
function linesOf(file) {
  const complete = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return complete.flatMap((text) => {
    try {
      return [JSON.parse(text)];
    } catch {
      return [];
    }
  });
}
