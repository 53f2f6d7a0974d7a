import { describe, expect, it } from "vitest";
import type { NodeView } from "../engine/view.ts";
import {
  countOf,
  countWords,
  latencyWords,
  listWords,
  momentWords,
  nodeWords,
  packetKindName,
  packetRoute,
  termHue,
} from "../words/format.ts";
import { aMachine, aNode, aView } from "./samples.ts";

describe("momentWords", () => {
  it.each([
    [0, "0.00 s"],
    [4_200_000, "4.20 s"],
    [4_204_999, "4.20 s"],
    [10_869_491, "10.87 s"],
    [59_994_999, "59.99 s"],
    [59_995_000, "1:00.00"],
    [60_000_000, "1:00.00"],
    [125_050_000, "2:05.05"],
    [3_599_994_999, "59:59.99"],
    [3_599_995_000, "1:00:00.00"],
    [3_723_050_000, "1:02:03.05"],
  ])("%i µs is %s", (at, words) => {
    expect(momentWords(at)).toBe(words);
  });
});

describe("counts", () => {
  it("groups digits by three", () => {
    expect(countWords(999)).toBe("999");
    expect(countWords(1234567)).toBe("1\u202f234\u202f567");
  });

  it("chooses the form of the noun", () => {
    expect(countOf(1, "entry", "entries")).toBe("1 entry");
    expect(countOf(0, "entry", "entries")).toBe("0 entries");
  });
});

describe("listWords", () => {
  it("joins with commas and one and", () => {
    expect([[], [1], [1, 2], [1, 2, 3]].map(listWords)).toEqual(["", "1", "1 and 2", "1, 2 and 3"]);
  });
});

describe("nodeWords", () => {
  const still = { timerEndsAt: null };
  const said = (node: NodeView) => nodeWords(node, aView());

  it("says what the picture shows", () => {
    expect(said(aNode({ ...still, role: "leader", term: 3, lastIndex: 4, commitIndex: 3 }))).toBe(
      "leader, term 3; 4 entries, 3 known committed",
    );
    expect(said(aNode({ ...still, role: "candidate", term: 1, votes: [0, 2] }))).toBe(
      "candidate, term 1; 2 of 3 votes needed; log empty",
    );
    expect(said(aNode({ ...still, status: "paused" }))).toBe(
      "paused as follower, term 0; log empty",
    );
    expect(said(aNode({ timerEndsAt: 1_730_000 }))).toBe(
      "follower, term 0; log empty; its timer runs out at 1.73 s",
    );
    expect(said(aNode({ status: "crashed", term: 2, lastIndex: 1 }))).toBe(
      "crashed; its disk holds term 2, 1 entry, 0 known committed",
    );
  });

  it("counts what a snapshot stands for as committed", () => {
    const machines = [{ ...aMachine(0), snapshotIndex: 18 }];
    expect(nodeWords(aNode({ ...still, status: "crashed", lastIndex: 20 }), { machines })).toBe(
      "crashed; its disk holds term 0, 20 entries, 18 known committed",
    );
  });
});

describe("packets", () => {
  it("tells heartbeats from entries, and ends of a route apart", () => {
    expect(packetKindName({ kind: "appendEntries", entryCount: 0 })).toBe(
      "AppendEntries (heartbeat)",
    );
    expect(packetKindName({ kind: "appendEntries", entryCount: 2 })).toBe("AppendEntries");
    expect(packetRoute({ from: "client", to: 2 })).toBe("Client → Node 2");
  });
});

describe("small words", () => {
  it("cycles the hues over all terms", () => {
    expect([0, 1, 7, 8, 9].map(termHue)).toEqual([0, 1, 7, 0, 1]);
  });

  it("says what latency and jitter add up to", () => {
    expect(latencyWords([40, 80])).toBe("each message takes 40 to 80 ms");
    expect(latencyWords([15, 15])).toBe("each message takes 15 ms");
  });
});
