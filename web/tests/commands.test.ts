import { describe, expect, it } from "vitest";
import { placeMarks, shownSpan } from "../element/time-scale.ts";
import {
  COMMAND_LIMIT,
  currentLeader,
  groupsOf,
  latencyParts,
  latencyRange,
  offeredPartition,
  refusalOf,
  suggestedWrite,
  verdictOf,
} from "../session/commands.ts";
import { aNode, aView, fiveNodes } from "./samples.ts";

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

describe("suggestedWrite", () => {
  it("never writes the same twice", () => {
    const writes = Array.from({ length: 100 }, (_, count) => suggestedWrite(count));
    expect(writes.slice(0, 4)).toEqual(["SET x=1", "SET x=2", "SET x=3", "SET y=4"]);
    expect(new Set(writes).size).toBe(100);
  });
});

describe("refusalOf", () => {
  it("names the limit", () => {
    expect(refusalOf("x".repeat(COMMAND_LIMIT))).toBeNull();
    expect(refusalOf("x".repeat(COMMAND_LIMIT + 1))).toBe(
      "A command holds at most 200 characters; this one has 201.",
    );
    expect(refusalOf("  ")).toContain("Nothing to write");
    expect(refusalOf("🦀".repeat(200))).toBeNull();
    expect(refusalOf("🦀".repeat(201))).toMatch(/this one has 201/);
  });
});

describe("offeredPartition", () => {
  it("sets the leader and its neighbor against the rest", () => {
    expect(offeredPartition(fiveNodes({ 2: { role: "leader", term: 1 } }))).toEqual([
      [2, 3],
      [0, 1, 4],
    ]);
    expect(offeredPartition(fiveNodes({ 4: { role: "leader", term: 1 } }))).toEqual([
      [0, 4],
      [1, 2, 3],
    ]);
  });

  it("offers something without a leader too", () => {
    expect(offeredPartition(fiveNodes())).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
  });

  it("leaves the rest a majority that runs, if it can", () => {
    const nodes = fiveNodes({ 4: { role: "leader", term: 2 }, 2: { status: "crashed" } });
    expect(offeredPartition(nodes)).toEqual([
      [2, 4],
      [0, 1, 3],
    ]);
  });

  it("fits small clusters", () => {
    const three = [0, 1, 2].map((id) => aNode({ id, votesNeeded: 2 }));
    expect(offeredPartition(three)).toEqual([[0], [1, 2]]);
  });
});

describe("groupsOf", () => {
  it("reads the groups chosen, and none when all are together", () => {
    expect(groupsOf([0, 0, 1, 1, 1])).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
    expect(groupsOf([2, 0, 1])).toEqual([[1], [2], [0]]);
    expect(groupsOf([1, 1, 1])).toBeNull();
  });
});

describe("latency", () => {
  it("goes from limits to middle and spread, and back", () => {
    expect(latencyParts([40, 80])).toEqual({ center: 60, jitter: 20 });
    expect(latencyRange(60, 20)).toEqual([40, 80]);
    expect(latencyRange(10, 20)).toEqual([0, 30]);
  });
});

describe("verdictOf", () => {
  it("adds up what was tried", () => {
    const check = { name: "a", title: "A", meaning: "", checked: 10, violated: false };
    const view = aView({ checks: [check, { ...check, checked: 5, violated: true }] });
    expect(verdictOf(view)).toEqual({ violations: 1, checks: 15 });
  });
});

describe("the time line", () => {
  it("leaves room ahead, and grows in steps", () => {
    expect(
      [0, 9_000_000, 9_900_000, 61_000_000, 9_000_000_000].map(
        (head) => shownSpan(head) / 1_000_000,
      ),
    ).toEqual([10, 10, 20, 120, 10800]);
  });

  it("places few marks however many there are", () => {
    const marks = Array.from({ length: 100_000 }, (_, i) => ({
      at: i * 100,
      kind: "committed",
      node: 1,
      term: 1,
    }));
    expect(placeMarks(marks, 10_000_000).length).toBeLessThanOrEqual(501);
  });

  it("gives marks only to what changes the cluster", () => {
    const marks = [
      { at: 0, kind: "leader_elected", node: 1, term: 1 },
      { at: 5_000_000, kind: "vote_granted", node: 1, term: 1 },
      { at: 10_000_000, kind: "crashed", node: 1, term: null },
    ];
    expect(placeMarks(marks, 10_000_000)).toEqual([
      { place: 0, kind: "election", term: 1 },
      { place: 1000, kind: "crash", term: null },
    ]);
  });
});
