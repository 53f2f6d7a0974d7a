import { describe, expect, it } from "vitest";
import { groupOf, plotOf } from "../costs/plot.ts";
import type { Point } from "../diagram/points.ts";
import { forecastLength } from "../diagram/sight.ts";
import { whyOf } from "../diagram/why-of.ts";
import type { CostsView } from "../engine/costs.ts";
import { nodeOf, questionsAbout } from "../session/asking.ts";
import { questionOfEntry } from "../session/entry-question.ts";
import { anEngine } from "./engine.ts";

const happened = (kind: string, section: string | null, node: number | null): Point =>
  ({
    seq: 7,
    what: { kind: "happened", happening: { told: { kind, section, node } } },
  }) as unknown as Point;

describe("what can be asked about an event of the diagram", () => {
  it("is the decision behind it", () => {
    expect(whyOf(happened("vote_granted", "Raft §5.4.1", 2))).toEqual({
      words: "Why so?",
      decision: 7,
      asked: null,
    });
  });

  it("is the silence of a node that holds messages back", () => {
    expect(whyOf(happened("messages_held", "Raft Figure 2", 2))?.asked).toBe("speak 2");
  });

  it("is nothing for what nobody decided", () => {
    expect(whyOf(happened("crashed", null, 2))).toBeNull();
    expect(whyOf(happened("applied", "Raft §5.3", 2))).toBeNull();
  });

  it("is what became of a message, or why it was lost", () => {
    const message = (kind: string) => ({ seq: 9, what: { kind } }) as unknown as Point;
    expect(whyOf(message("lost"))).toMatchObject({ words: "Why was it lost?", asked: "message 9" });
    expect(whyOf(message("sent"))?.words).toBe("What became of it?");
  });
});

describe("the question about an entry of the logs", () => {
  it("is why it is not committed, or why this node does not know so", () => {
    const engine = anEngine(3);
    engine.seek(4_000_000);
    const view = engine.view();
    const leader = view.nodes.find(({ role }) => role === "leader")?.id ?? 0;
    const other = (leader + 1) % view.nodes.length;
    const known = {
      ...view,
      nodes: view.nodes.map((node) => ({ ...node, commitIndex: node.id === leader ? 2 : null })),
    };
    expect(questionOfEntry(leader, 3, 1, known)).toBe("commit 3 1");
    expect(questionOfEntry(leader, 2, 1, known)).toBe("commit 2 1");
    expect(questionOfEntry(other, 2, 1, known)).toBe(`known ${other} 2 1`);
    const asked = questionsAbout(other, known).map((question) => question.asked);
    expect(asked).toContain(`known ${other} 1`);
    expect(nodeOf(`known ${other} 1`)).toBe(other);
    expect(nodeOf("commit 1")).toBeNull();
  });
});

describe("a forecast", () => {
  it("is as long as what is in sight needs, in few lengths", () => {
    const sight = { from: 0, span: 10_000_000 };
    const length = forecastLength(sight, 4_000_000);
    expect(length).toBeGreaterThanOrEqual(6_000_000);
    expect(forecastLength({ ...sight, from: 100_000 }, 4_000_000)).toBe(length);
    expect(forecastLength({ from: 0, span: 1e12 }, 0)).toBe(3_600_000_000);
  });
});

describe("the plot of costs", () => {
  const sent = (messages: number) => ({ messages, bytes: messages * 10 });
  const costs: CostsView = {
    ...sent(14),
    perCommittedWrite: null,
    perElection: null,
    perSecond: null,
    byKind: [
      { kind: "request_vote", ...sent(4), stretches: [sent(4)] },
      { kind: "append_entries", ...sent(8), stretches: [sent(0), sent(8)] },
      { kind: "client_request", ...sent(2), stretches: [sent(0), sent(2)] },
    ],
    from: 1_000_000,
    step: 500_000,
  };

  it("has a bar for each stretch, whose parts stand on each other", () => {
    const { parts, groups, highest } = plotOf(costs, "messages", 2_000_000);
    expect(groups).toEqual(["entries", "elections", "clients"]);
    expect(highest).toBe(20);
    expect(parts).toEqual([
      { group: "elections", x: 0, width: 0.5, y: 0.6, height: 0.4 },
      { group: "entries", x: 0.5, width: 0.5, y: expect.closeTo(0.2), height: 0.8 },
      { group: "clients", x: 0.5, width: 0.5, y: expect.closeTo(0), height: 0.2 },
    ]);
    expect(plotOf(costs, "bytes", 2_000_000).highest).toBe(200);
  });

  it("puts each kind into one group", () => {
    const groups = ["pre_vote_reply", "append_entries_reply", "confirm", "client_reply"].map(
      (kind) => groupOf({ kind }),
    );
    expect(groups).toEqual(["elections", "entries", "others", "clients"]);
  });
});
