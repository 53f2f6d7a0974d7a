// @ts-check
// The interval of measured values in which a median lies.

import { median } from "./table.mjs";

/**
 * The median of some values, and an interval that holds the median of all values that could have
 * been measured: `coverage` is the probability of that, whatever their distribution.
 * @typedef {{ median: number, low: number, high: number, coverage: number }} Interval
 */

/**
 * The narrowest interval, from the kth smallest to the kth largest value, that covers the median
 * in at least 95 % of all cases. With fewer than six values even the widest covers less.
 * @param {readonly number[]} values
 * @returns {Interval}
 */
export function medianInterval(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const { rank, coverage } = medianRank(sorted.length);
  return {
    median: median(sorted),
    low: sorted[rank - 1] ?? Number.NaN,
    high: sorted[sorted.length - rank] ?? Number.NaN,
    coverage,
  };
}

/**
 * Which value from either end bounds the interval of `medianInterval`, counted from 1.
 *
 * Each value lies below the median with probability one half. So the kth smallest lies above it
 * if fewer than k values lie below, which is a tail of the binomial distribution, and the kth
 * largest lies below it just as often. Whole numbers keep the tails exact.
 * @param {number} count
 */
export function medianRank(count) {
  const all = 2n ** BigInt(count);
  // The number of outcomes with exactly, and with fewer than, `rank` values below the median.
  let exactly = 1n;
  let fewer = 0n;
  let rank = 0;
  // While both tails together are at most one in twenty, the interval may still be narrower.
  while (rank === 0 || 40n * (fewer + exactly) <= all) {
    fewer += exactly;
    exactly = (exactly * BigInt(count - rank)) / BigInt(rank + 1);
    rank += 1;
  }
  const missed = Number((2n * fewer * 1_000_000n) / all) / 1e6;
  return { rank, coverage: Math.max(0, 1 - missed) };
}
