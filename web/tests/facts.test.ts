import { describe, expect, it } from "vitest";
import {
  captionOf,
  currentCandidates,
  currentLeader,
  cutCaptions,
  isOfOneMind,
  sharesPast,
  subjectOf,
} from "../narrator/facts.ts";
import { aBranch, aView, fiveNodes } from "./samples.ts";

describe("currentLeader", () => {
  it("believes the newest term, and no crashed node", () => {
    expect(
      currentLeader(fiveNodes({ 0: { role: "leader", term: 2 }, 3: { role: "leader", term: 3 } }))
        ?.id,
    ).toBe(3);
    expect(
      currentLeader(fiveNodes({ 0: { role: "leader", term: 2, status: "crashed" } })),
    ).toBeNull();
  });
});

describe("currentCandidates", () => {
  it("are all of the newest term, as long as no leader has it", () => {
    const asks = (term: number) => ({ role: "candidate", term, votes: [0] }) as const;
    const ids = (changes: Parameters<typeof fiveNodes>[0]) =>
      currentCandidates(aView({ nodes: fiveNodes(changes) })).map(({ id }) => id);
    expect(ids({ 1: asks(3), 2: asks(2), 4: asks(3) })).toEqual([1, 4]);
    expect(ids({ 1: asks(3), 4: { role: "leader", term: 3 } })).toEqual([]);
    expect(ids({ 1: asks(3), 4: { role: "leader", term: 2 } })).toEqual([1]);
  });

  it("have asked somebody: the own vote is on disk before", () => {
    const nodes = fiveNodes({ 1: { role: "candidate", term: 1, votes: [] } });
    expect(currentCandidates(aView({ nodes }))).toEqual([]);
  });
});

describe("isOfOneMind", () => {
  it("takes one leader and equal logs, of those that are up", () => {
    const leader = { role: "leader", lastIndex: 3, lastTerm: 1 } as const;
    const alike = { lastIndex: 3, lastTerm: 1 };
    const all = { 0: leader, 1: alike, 2: alike, 3: alike, 4: alike };
    expect(isOfOneMind(aView({ nodes: fiveNodes(all) }))).toBe(true);
    expect(isOfOneMind(aView({ nodes: fiveNodes({ ...all, 4: {} }) }))).toBe(false);
    expect(isOfOneMind(aView({ nodes: fiveNodes({ ...all, 4: { status: "crashed" } }) }))).toBe(
      true,
    );
    expect(isOfOneMind(aView({ nodes: fiveNodes({ ...all, 1: leader }) }))).toBe(false);
  });
});

describe("a branch", () => {
  const branches = [
    aBranch(0),
    aBranch(1, { parent: 0, forkedAt: 5 }),
    aBranch(2, { parent: 1, forkedAt: 9 }),
  ];

  it.each([
    [0, 0, 99, true],
    [1, 0, 4, true],
    [1, 0, 5, false],
    [2, 1, 8, true],
    [2, 0, 8, false],
    [0, 1, 4, false],
  ])("%i has its past in common with %i up to %i: %s", (branch, other, at, expected) => {
    expect(sharesPast(aView({ branches, branch }), other, at)).toBe(expected);
  });

  it("that leaves a scenario leaves its captions", () => {
    const captions = { branch: 0, end: 20, actions: 0 };
    const at = (branch: number, now: number) =>
      captionOf(aView({ branches, branch, now, caption: "So it is." }), captions);
    expect([at(0, 20), at(0, 21), at(1, 4), at(1, 6), at(2, 4), at(2, 8)]).toEqual([
      "So it is.",
      null,
      "So it is.",
      null,
      "So it is.",
      null,
    ]);
    expect(captionOf(aView({ branches, caption: "So it is." }), null)).toBeNull();
  });
});

describe("captions", () => {
  it.each([
    ["no action was added", 0, 5, 20],
    ["an action cut the branch off", 1, 5, 5],
    ["an action came at their end or after it", 1, 20, 20],
  ])("end where they must, when %s", (_what, actionCount, head, end) => {
    const branches = [aBranch(0, { actionCount, head })];
    const captions = { branch: 0, end: 20, actions: 0 };
    expect(cutCaptions(aView({ branches }), captions)).toEqual({ ...captions, end });
  });
});

describe("subjectOf", () => {
  it.each([
    ["SET x=1", "x"],
    ["SET balance=1000", "balance"],
    ["ADD n 3", "n"],
    ["AUDIT log entry", "your write"],
    ["SET a-very-long-key-name=1", "a-very-long-"],
  ])("%s is about %s", (command, subject) => {
    expect(subjectOf(command)).toBe(subject);
  });
});
