/** Adds up the results of the parts of a hunt. */

import type { HuntResults } from "./words.ts";

export const nothingHunted: HuntResults = {
  runs: 0,
  events: 0,
  messages: 0,
  elections: 0,
  operations: 0,
  committed: 0,
  undecided: 0,
  faults: [],
  sights: [],
  digest: "0000000000000000",
  catches: [],
};

/** The most catches that a hunt keeps. */
const CATCHES_MAX = 100;

export function sum(one: HuntResults, other: HuntResults): HuntResults {
  const catches = [...one.catches, ...other.catches].sort((a, b) => a.seed - b.seed);
  return {
    runs: one.runs + other.runs,
    events: one.events + other.events,
    messages: one.messages + other.messages,
    elections: one.elections + other.elections,
    operations: one.operations + other.operations,
    committed: one.committed + other.committed,
    undecided: one.undecided + other.undecided,
    faults: sums(one.faults, other.faults),
    sights: sums(one.sights, other.sights),
    digest: digestSum(one.digest, other.digest),
    catches: catches.slice(0, CATCHES_MAX),
  };
}

function sums(one: readonly number[], other: readonly number[]): readonly number[] {
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, place) => (one[place] ?? 0) + (other[place] ?? 0));
}

function digestSum(one: string, other: string): string {
  const sum = BigInt.asUintN(64, BigInt(`0x${one}`) + BigInt(`0x${other}`));
  return sum.toString(16).padStart(16, "0");
}
