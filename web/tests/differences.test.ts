import { describe, expect, it } from "vitest";
import {
  alikeWords,
  logGroups,
  logWords,
  partingWords,
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
      { node: 1, what: "role", left: "leader", right: "none" },
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
    const words = (...nodes: Parameters<typeof aComparison>[0]) =>
      alikeWords(aComparison(nodes), aView(), aView());
    expect(words(aDifference(0), aDifference(1), differs)).toBe("Nodes 0 and 1 are alike.");
    expect(words(aDifference(0), differs)).toBe("Node 0 is alike.");
    expect(words(differs)).toBeNull();
    expect(words(aDifference(0))).toMatch(/^All nodes are alike at this moment: their state/);
  });

  it("do not make the network alike", () => {
    const cut = aView({ cuts: [{ from: 0, to: 1 }] });
    expect(alikeWords(aComparison([aDifference(0)]), cut, aView())).toBe(
      "All nodes are alike at this moment, and other links are cut.",
    );
  });
});

describe("where two runs part", () => {
  const branches = [
    aBranch(0),
    aBranch(1, { parent: 0, forkedAt: 0 }),
    aBranch(2, { parent: 1, forkedAt: 3_000_000 }),
  ];
  const words = (branch: number, other: number | null, first: number) =>
    partingWords(aView({ branches, branch, beside: { branch: other } }), first);

  it("is where other things were done, not where that first shows", () => {
    expect(words(0, 1, 1_700_000)).toBe(
      "They part at 0.00 s; the first difference shows at 1.70 s.",
    );
    expect(words(1, 2, 3_000_000)).toBe("They part at 3.00 s.");
    expect(words(2, 0, 3_500_000)).toBe(
      "They part at 0.00 s; the first difference shows at 3.50 s.",
    );
    expect(words(0, null, 1_700_000)).toBe(
      "Other options from the beginning; the first difference shows at 1.70 s.",
    );
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
    expect(twinTitle(options, broken)).toBe(
      "Twin: broken on purpose: “answers cover the message alone”",
    );
    expect(twinTitle(broken, options)).toBe("Twin: kept: answers cover the message alone");
  });
});
