/** Members that come and go (Thesis §4): what the page knows and counts of them. */

import { describe, expect, it } from "vitest";
import { labDraft, optionPhrases } from "../compare/twin.ts";
import { lacksMajority, voters, votesNeeded } from "../narrator/facts.ts";
import { wordsOf } from "../narrator/words.ts";
import { anEngine } from "./engine.ts";

const cluster = {
  format: 1,
  seed: 1,
  options: { nodes: 5, latency_ms: [50, 50], membership: true },
  start: { members: { voters: [0, 1, 2], learners: [4] } },
};

describe("a cluster whose members come and go", () => {
  it("has its voters, its learners and machines outside, and counts the voters", () => {
    const engine = anEngine();
    engine.openScenario(JSON.stringify(cluster));
    const before = engine.view();
    expect(before.machines.map(({ membership }) => membership)).toEqual([
      "voter",
      "voter",
      "voter",
      "outside",
      "learner",
    ]);
    expect(voters(before).map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(votesNeeded(before)).toBe(2);

    engine.act({ timeout: 0 });
    engine.tick(100);
    engine.act({ add_server: 3 });
    engine.tick(200);
    const after = engine.view();
    expect(after.machines.map(({ membership }) => membership)).toEqual([
      "voter",
      "voter",
      "voter",
      "voter",
      "learner",
    ]);
    expect(votesNeeded(after)).toBe(3);
    expect(after.requests.at(-1)?.outcome).toBe("acknowledged");
    const told = engine.feed(200, "routine").map(({ kind }) => kind);
    expect(told).toEqual(
      expect.arrayContaining(["change_appended", "catch_up_round_ended", "change_committed"]),
    );

    engine.act({ crash: 1 });
    expect(lacksMajority(engine.view())).toBe(false);
    engine.act({ crash: 2 });
    expect(lacksMajority(engine.view())).toBe(true);
    expect(engine.view().violation).toBeNull();
  });

  it("has voters of two sides while its configuration is joint", () => {
    const engine = anEngine();
    engine.openScenario(JSON.stringify(cluster));
    engine.act({ timeout: 0 });
    engine.tick(300);
    engine.act({ isolate: 2 });
    engine.act({ crash: 1 });
    engine.act({ change_membership: [0, 2, 4] });
    engine.tick(400);
    const view = engine.view();
    expect(view.machines.map(({ membership }) => membership)).toEqual([
      "voter",
      "leaving",
      "voter",
      "outside",
      "joining",
    ]);
    expect(voters(view).map(({ id }) => id)).toEqual([0, 1, 2, 4]);
    expect(votesNeeded(view)).toBe(0);
    expect(lacksMajority(view)).toBe(false);
    const rule = { kind: "rule", needed: votesNeeded(view), of: 4 } as const;
    expect(wordsOf({ ...rule, rule: "committing" })).toBe(
      "An entry of its own term is committed once majorities of old and new voters have stored it.",
    );
    expect(wordsOf({ ...rule, rule: "deciding" })).toBe(
      "It takes majorities of old and new voters, to elect or to commit.",
    );
    expect(wordsOf({ ...rule, rule: "winning" })).toBe(
      "It takes majorities of old and new voters.",
    );
    const entries = engine.logs(1, 20).nodes[0]?.entries ?? [];
    const commands = entries.map((entry) => entry?.command);
    expect(commands).toContain("old voters 0, 1 and 2, new voters 0, 2 and 4");

    // Two of three new voters are left, and one of three old ones.
    engine.act({ crash: 2 });
    expect(lacksMajority(engine.view())).toBe(true);
    engine.act({ restart: 1 });
    engine.tick(3_000);
    expect(lacksMajority(engine.view())).toBe(false);
    expect(votesNeeded(engine.view())).toBe(2);
  });

  it("is said in the sentence about a cluster", () => {
    expect(optionPhrases({ membership: true }).join(", ")).toContain("members that may change");
    expect(labDraft.membership).toBe(false);
  });
});

describe("a cluster of plain Raft", () => {
  it("has no such words, and all of it votes", () => {
    const engine = anEngine();
    const view = engine.view();
    expect(view.machines.map(({ membership }) => membership)).toEqual(Array(5).fill(null));
    expect(voters(view)).toHaveLength(5);
    expect(votesNeeded(view)).toBe(3);
  });
});
