// @ts-check
// Compares this checkout with another one, row by row.

import { writeFileSync } from "node:fs";
import { checkoutAt, ROOT, revisionWords } from "./checkout.mjs";
import { medianInterval, medianRank } from "./interval.mjs";
import { takePairs } from "./pairs.mjs";
import { matchRows } from "./rows.mjs";
import { openSubjects } from "./subjects.mjs";
import { printTable } from "./table.mjs";
import { openTaken } from "./taken.mjs";

/** A row is named as slower if its whole interval lies below this. */
const SLOWER = 0.97;

/**
 * @typedef {import("./arguments.mjs").Against} Against
 * @typedef {import("./checkout.mjs").Checkout} Checkout
 * @typedef {import("./rows.mjs").Row} Row
 * @typedef {import("./interval.mjs").Interval} Interval
 * @typedef {{ row: Row, ratios: readonly number[], interval: Interval }} Result
 * @typedef {{ name: string, reason: string }} Skipped
 */

/**
 * Measures some groups in both checkouts and prints the ratios of their speeds.
 * @param {Checkout} there The other checkout.
 * @param {Against} request
 * @param {readonly string[]} groups
 */
export async function against(there, { pairs, json, anew }, groups) {
  const here = checkoutAt(ROOT);
  console.log(`This checkout: ${revisionWords(here)}. The other: ${revisionWords(there)}.`);
  const { rows, skipped } = rowsOf(here, there, groups);
  const taken = openTaken(here, there, anew);
  const kept = rows.reduce((sum, row) => sum + taken.ratios(row).length, 0);
  if (kept) tell(`${kept} pairs of an earlier run count, unless --anew forgets them`);
  for (const [{ name }, reason] of await takePairs(rows, pairs, taken, tell)) {
    skipped.push({ name, reason });
  }
  const results = rows
    .map((row) => ({ row, ratios: taken.ratios(row) }))
    .filter(({ ratios }) => ratios.length)
    .map(({ row, ratios }) => ({ row, ratios, interval: medianInterval(ratios) }));
  if (json !== undefined) writeFileSync(json, asJson(here, there, results, skipped));
  print(results, skipped, pairs);
}

/** @param {string} sentence */
function tell(sentence) {
  console.error(`bench: ${sentence}.`);
}

/**
 * Builds both checkouts and finds the rows that both have.
 * @param {Checkout} here
 * @param {Checkout} there
 * @param {readonly string[]} groups
 */
function rowsOf(here, there, groups) {
  const [mine, theirs] = [here, there].map((checkout) => {
    tell(`building ${checkout.root}`);
    return openSubjects(checkout, groups);
  });
  /** @type {Row[]} */
  const rows = [];
  /** @type {Skipped[]} */
  const skipped = [];
  for (const group of groups) {
    const matched = matchRows(
      group,
      mine?.get(group) ?? new Map(),
      theirs?.get(group) ?? new Map(),
    );
    rows.push(...matched.rows);
    for (const name of matched.onlyHere) {
      skipped.push({ name, reason: "only this checkout has it" });
    }
    for (const name of matched.onlyThere) {
      skipped.push({ name, reason: "only the other checkout has it" });
    }
  }
  return { rows, skipped };
}

/**
 * @param {readonly Result[]} results
 * @param {readonly Skipped[]} skipped
 * @param {number} pairs
 */
function print(results, skipped, pairs) {
  const percent = (medianRank(pairs).coverage * 100).toFixed(1);
  console.log(`
Speed of this checkout : speed of the other, per CPU second; below 1, this one is slower. A pair is
the fastest of several short slices of either side, which take turns.
With ${pairs} ${pairs === 1 ? "pair" : "pairs"}, the interval covers the true median with a probability of ${percent} %.
`);
  const head = ["this : other", "median", "interval", "pairs"];
  const rows = results.map(({ row, ratios, interval }) => [
    row.name,
    interval.median.toFixed(3),
    intervalWords(interval),
    String(ratios.length),
  ]);
  printTable(head, rows);
  if (skipped.length) console.log();
  for (const { name, reason } of skipped) console.log(`skipped: ${name}: ${reason}`);
  const slower = results.filter(({ interval }) => interval.high < SLOWER);
  const named = slower.map(({ row, interval }) => `${row.name} (${intervalWords(interval)})`);
  console.log(
    slower.length
      ? `\n${slower.length} of ${results.length} intervals lie wholly below ${SLOWER}: ${named.join("; ")}.`
      : `\nNone of ${results.length} intervals lies wholly below ${SLOWER}.`,
  );
}

/** @param {Interval} interval */
function intervalWords({ low, high }) {
  return `${low.toFixed(3)} to ${high.toFixed(3)}`;
}

/**
 * @param {Checkout} here
 * @param {Checkout} there
 * @param {readonly Result[]} results
 * @param {readonly Skipped[]} skipped
 */
function asJson(here, there, results, skipped) {
  const rows = results.map(({ row, ratios, interval }) => ({
    group: row.group,
    name: row.name,
    ratios,
    ...interval,
  }));
  const content = { this: revisionWords(here), other: revisionWords(there), rows, skipped };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
