// @ts-check
// Measures two checkouts in pairs, one right after the other.

/** Slices that each side takes for a pair. */
const SLICES = 3;

/**
 * @typedef {import("./rows.mjs").Row} Row
 * @typedef {import("./taken.mjs").Taken} Taken
 */

/**
 * Takes pairs of every row until each has enough. All rows take a pair, then all take the next,
 * so that a slow drift of the machine hits every row alike.
 * @param {readonly Row[]} rows
 * @param {number} wanted How many pairs a row shall have, those of an earlier run included.
 * @param {Taken} taken
 * @param {(sentence: string) => void} tell Progress.
 * @returns {Promise<Map<Row, string>>} The rows that could not be measured, with the reason.
 */
export async function takePairs(rows, wanted, taken, tell) {
  /** @type {Map<Row, string>} */
  const failed = new Map();
  const start = performance.now();
  let expected = 0;
  for (let pair = 0; pair < wanted; pair += 1) {
    const waiting = rows.filter((row) => !failed.has(row) && taken.ratios(row).length <= pair);
    if (!waiting.length) continue;
    const left = rows.filter((row) => !failed.has(row));
    const missing = left.reduce((sum, row) => sum + missingOf(row, wanted, taken), 0);
    // What is known beforehand fits an idle machine; the pairs so far say how busy this one is.
    const slowness = expected ? (performance.now() - start) / 1e3 / expected : 1;
    tell(
      `pair ${pair + 1} of ${wanted} for ${waiting.length} rows, ${words(missing * slowness)} to go`,
    );
    for (const row of waiting) {
      try {
        taken.add(row, await takePair(row, pair % 2 === 1));
      } catch (error) {
        failed.set(row, error instanceof Error ? error.message : String(error));
      }
      expected += durationOf(row);
    }
  }
  return failed;
}

/**
 * How much faster this checkout is than the other one: below 1, it is slower.
 *
 * Whatever else the machine does slows a slice down and never speeds it up, so the fastest slice
 * of each side is compared. The sides take turns in the order A B B A A B.
 * @param {Row} row
 * @param {boolean} otherFirst Whether A is the other checkout.
 */
async function takePair({ here, there }, otherFirst) {
  let [fastestHere, fastestThere] = [0, 0];
  for (let turn = 0; turn < 2 * SLICES; turn += 1) {
    const isSecond = turn % 4 === 1 || turn % 4 === 2;
    if (isSecond === otherFirst) fastestHere = Math.max(fastestHere, await here.speed());
    else fastestThere = Math.max(fastestThere, await there.speed());
  }
  return fastestHere / fastestThere;
}

/**
 * Seconds until a row has all its pairs, roughly.
 * @param {Row} row
 * @param {number} wanted
 * @param {Taken} taken
 */
function missingOf(row, wanted, taken) {
  return Math.max(0, wanted - taken.ratios(row).length) * durationOf(row);
}

/**
 * Seconds that a pair takes, roughly.
 * @param {Row} row
 */
function durationOf({ here, there }) {
  return SLICES * (here.duration + there.duration);
}

/** @param {number} seconds */
function words(seconds) {
  return seconds < 90 ? `about ${Math.ceil(seconds)} s` : `about ${Math.ceil(seconds / 60)} min`;
}
