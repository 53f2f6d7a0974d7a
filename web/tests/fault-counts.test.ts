import { expect, it } from "vitest";
import { checksAndFaults, faultCountWords, promisesLeft } from "../words/fault-counts.ts";
import { assumptionStory, brokenAssumption, triedWords } from "../words/tried.ts";
import { aView, nothingTried } from "./samples.ts";

const thin = "\u202f";

it("says what was tried, and leaves out what was not", () => {
  expect(
    faultCountWords({ ...nothingTried, crashes: 5, partitions: 2, clocks: 2, disks: 15 }),
  ).toEqual(["5 crashes", "2 partitions", "15 faults of disks", "2 changes of clocks"]);
  expect(checksAndFaults(12345, aView({ tried: { ...nothingTried, crashes: 1 } }))).toBe(
    `in 12${thin}345 checks; 1 crash`,
  );
});

it("says so when nothing was tried", () => {
  expect(checksAndFaults(1, aView())).toBe("in 1 check; no fault yet");
});

it.each([
  [{ bugs: ["vote_again"] }, "1 rule broken on purpose"],
  [{ diskMs: [100, 200] as const }, "slow disks"],
  [{ lossPerMille: 50 }, "messages get lost"],
  [{ duplicatePerMille: 50 }, "messages arrive twice"],
])(
  "never says that there is no fault where one was there from the beginning: %o",
  (amiss, words) => {
    const { options } = aView();
    const view = aView({ options: { ...options, ...amiss } });
    expect(checksAndFaults(121, view)).toBe(`in 121 checks; ${words}`);
  },
);

it("says in few words whether anything was tried", () => {
  const tried = { ...nothingTried, crashes: 5, partitions: 2 };
  const { options } = aView();
  expect(triedWords(aView())).toBe("no fault yet");
  expect(triedWords(aView({ tried: { ...nothingTried, clocks: 1 } }))).toBe("1 fault");
  expect(triedWords(aView({ tried, options: { ...options, lossPerMille: 50 } }))).toBe("8 faults");
});

it("names a broken assumption without its story", () => {
  const assumption = "Assumption broken: stable storage (Node 1's disk was wiped at 4.20 s).";
  expect(brokenAssumption(assumption)).toBe("Assumption broken: stable storage");
  expect(assumptionStory(assumption)).toBe("Node 1's disk was wiped at 4.20 s.");
});

it("takes back of Raft's promises no more than the broken assumption bears", () => {
  expect(
    promisesLeft("Assumption broken: stable storage (Node 1's disk was wiped at 4 s)."),
  ).toMatch(/^From then on Raft promises nothing/);
  expect(promisesLeft("Assumption broken: clock drift (Node 1's clock jumped at 4 s).")).toBe(
    "From then on a read by a lease may be stale; all else must hold.",
  );
});
