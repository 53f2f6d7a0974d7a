import { expect, it } from "vitest";
import {
  assumptionStory,
  brokenAssumption,
  checksAndFaults,
  faultCountWords,
} from "../words/fault-counts.ts";
import { nothingTried } from "./samples.ts";

const thin = "\u202f";

it("says what was tried, and leaves out what was not", () => {
  expect(faultCountWords({ ...nothingTried, crashes: 5, partitions: 2, clocks: 1 })).toEqual([
    "5 crashes",
    "2 partitions",
    "1 wrong clock",
  ]);
  expect(checksAndFaults(12345, { ...nothingTried, crashes: 1 })).toBe(
    `in 12${thin}345 checks; 1 crash`,
  );
});

it("says so when nothing was tried", () => {
  expect(checksAndFaults(1, nothingTried)).toBe("in 1 check; no fault yet");
});

it("names a broken assumption without its story", () => {
  expect(brokenAssumption({ assumption: null })).toBeNull();
  const assumption = "Assumption broken: stable storage (Node 1's disk was wiped at 4.20 s).";
  expect(brokenAssumption({ assumption })).toBe("Assumption broken: stable storage");
  expect(assumptionStory(assumption)).toBe("Node 1's disk was wiped at 4.20 s.");
});
