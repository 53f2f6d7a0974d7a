import { describe, expect, it } from "vitest";
import { groupsOf, offeredPartition } from "../session/partition.ts";
import { aNode, fiveNodes } from "./samples.ts";

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
