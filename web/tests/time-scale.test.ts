import { describe, expect, it } from "vitest";
import { markWords, placeMarks, shownSpan, ticksOf } from "../element/time-scale.ts";

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

  it("has round moments below it, from end to end", () => {
    expect(ticksOf(10_000_000)).toHaveLength(11);
    expect(ticksOf(120_000_000).at(-1)).toBe("2:00");
    expect(ticksOf(20_000_000).slice(0, 2)).toEqual(["0 s", "2 s"]);
  });

  it("names its marks", () => {
    const mark = { at: 0, node: 2, term: 3 };
    expect(markWords({ ...mark, kind: "leader_elected" })).toBe("Node 2 is elected in term 3");
    expect(markWords({ ...mark, kind: "committed" })).toBe("Node 2 commits");
    expect(markWords({ ...mark, kind: "partitioned", node: null })).toBe("the network is cut");
  });
});
