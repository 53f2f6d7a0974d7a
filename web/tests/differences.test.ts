import { describe, expect, it } from "vitest";
import {
  alikeWords,
  logGroups,
  logWords,
  sideTitles,
  stateRows,
  twinTitle,
} from "../compare/differences.ts";
import type { Comparison, NodeDifference } from "../engine/view.ts";
import { aBranch, aView, fiveNodes } from "./samples.ts";

function aDifference(id: number, changes: Partial<NodeDifference> = {}): NodeDifference {
  return { id, state: [], sameThrough: null, sameLog: true, rows: [], ...changes };
}

function aComparison(nodes: readonly NodeDifference[]): Comparison {
  return { divergence: null, nodes };
}

const entry = (command: string) => ({ term: 1, command });

describe("the states of nodes", () => {
  it("are named value by value, and only where they differ", () => {
    const left = aView({ nodes: fiveNodes({ 1: { role: "leader", term: 2, commitIndex: 3 } }) });
    const right = aView({ nodes: fiveNodes({ 1: { status: "crashed", votedFor: 4 } }) });
    const comparison = aComparison([
      aDifference(0),
      aDifference(1, {
        state: ["status", "role", "current_term", "voted_for", "commit_index"],
      }),
    ]);
    expect(stateRows(comparison, left, right)).toEqual([
      { node: 1, what: "status", left: "up", right: "crashed" },
      { node: 1, what: "role", left: "leader", right: "follower" },
      { node: 1, what: "term", left: "2", right: "0" },
      { node: 1, what: "voted for", left: "nobody", right: "Node 4" },
      { node: 1, what: "committed", left: "through 3", right: "nothing" },
    ]);
  });

  it("show what a later engine names by its own word", () => {
    const comparison = aComparison([aDifference(0, { state: ["mood"] })]);
    expect(stateRows(comparison, aView(), aView())[0]).toMatchObject({ what: "mood" });
  });
});

describe("the logs", () => {
  it("that differ in the same way are shown once", () => {
    const rows = [{ index: 4, left: entry("SET x=1"), right: null }];
    const other = [{ index: 4, left: entry("SET x=1"), right: entry("SET y=2") }];
    const groups = logGroups(
      aComparison([
        aDifference(0, { sameThrough: 3, sameLog: false, rows }),
        aDifference(1, { sameThrough: 9 }),
        aDifference(2, { sameThrough: 3, sameLog: false, rows }),
        aDifference(4, { sameThrough: 3, sameLog: false, rows: other }),
      ]),
    );
    expect(groups.map((group) => group.nodes)).toEqual([[0, 2], [4]]);
    expect(groups.map(logWords)).toEqual([
      "Nodes 0 and 2: the same through index 3, then",
      "Node 4: the same through index 3, then",
    ]);
  });

  it("may differ from the first entry on", () => {
    expect(logWords({ nodes: [1], sameThrough: null, rows: [] })).toBe(
      "Node 1: different from the first entry on",
    );
  });
});

describe("nodes that are alike", () => {
  it("are counted off", () => {
    const differs = aDifference(2, { state: ["role"] });
    expect(alikeWords(aComparison([aDifference(0), aDifference(1), differs]))).toBe(
      "Nodes 0 and 1 are alike.",
    );
    expect(alikeWords(aComparison([aDifference(0), differs]))).toBe("Node 0 is alike.");
    expect(alikeWords(aComparison([differs]))).toBeNull();
    expect(alikeWords(aComparison([aDifference(0)]))).toMatch(/^All nodes are alike/);
  });
});

describe("the two sides", () => {
  it("are called as their branches are", () => {
    const branches = [aBranch(0, { title: "Main run" }), aBranch(1, { title: "Cut off" })];
    const left = aView({ branches, branch: 1, beside: { branch: 0 } });
    expect(sideTitles(left, aView())).toEqual(["Cut off", "Main run"]);
  });

  it("or, for a twin, by what is different there", () => {
    const { options } = aView();
    expect(twinTitle(options, options)).toBe("Twin");
    const lossy = { ...options, lossPerMille: 105, latencyMs: [10, 10] as const };
    expect(twinTitle(options, lossy)).toBe("Twin: latency 10 ms, message loss 10.5 %");
    const broken = { ...options, bugs: ["match_whole_log"] };
    expect(twinTitle(options, broken)).toBe("Twin: broken: matching the whole log");
    expect(twinTitle(broken, options)).toBe("Twin: 1 rule mended");
  });
});
