/** What the page adds to events: whose count a count is, and that a decision is forbidden. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { pointSentence } from "../diagram/words.ts";
import type { Engine } from "../engine/engine.ts";
import type { FeedEvent } from "../engine/view.ts";
import { narrate } from "../narrator/narrate.ts";
import { noteOf } from "../words/note.ts";
import { anEngine, playEvening } from "./engine.ts";
import { anEvent } from "./samples.ts";

const forbidden = "Raft forbids that: a rule is broken on purpose here.";

/** The story of a broken rule, played to its end. */
function broken(rule: string): Engine {
  const engine = anEngine();
  const file = new URL(`../../scenarios/bugs/${rule}.json`, import.meta.url);
  engine.openScenario(readFileSync(file, "utf8"));
  engine.advanceTo(engine.view().head);
  return engine;
}

const eventsOf = (engine: Engine): readonly FeedEvent[] => engine.feed(5000, "routine");

describe("a leader's count of copies", () => {
  it("is said to be the leader's, wherever it knows of fewer than all", () => {
    const engine = anEngine();
    playEvening(engine);
    const counting = eventsOf(engine).filter(({ copies }) => copies !== null);
    expect(counting.length).toBeGreaterThan(2);
    for (const event of counting) {
      expect(event.sentence).toContain(`: ${event.copies} node`);
      expect(event.copies).toBeLessThan(5);
      expect(noteOf(event)).toBe(`These are the copies that Node ${event.node} knows of.`);
    }
    const counts = eventsOf(engine).filter(({ sentence }) => /nodes? stores? it/.test(sentence));
    expect(counts.filter(({ copies }) => copies === null)).toEqual([]);
  });

  it("is no count where the leader has heard of all nodes, or another tells it", () => {
    const engine = anEngine(3, 1);
    engine.advanceTo(4_000_000);
    engine.act({ write: "SET x=1", to: "leader" });
    engine.advanceTo(5_000_000);
    const commit = eventsOf(engine).find(({ kind }) => kind === "committed");
    expect(commit?.sentence).toMatch(/1 node stores it/);
    expect(commit).toMatchObject({ copies: null, broken: false });
  });

  it("is told by the narrator after the sentence of the event", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    engine.act({ write: "SET x=1", to: "leader" });
    engine.advanceTo(4_400_000);
    const decisive = engine.feed(1, "decisive");
    const view = engine.view();
    const { reason } = narrate({ view, decisive, caption: null, touring: false });
    expect(reason).toMatch(
      /^Node (\d) commits .*, and 3 suffice\. These are the copies that Node \1 knows of\.$/,
    );
  });
});

describe("a decision that breaks a rule", () => {
  it.each([
    ["commit_with_minority", "committed"],
    ["commit_older_term", "committed"],
    ["elect_with_minority", "leader_elected"],
    ["vote_for_any_log", "vote_granted"],
    ["lower_commit_index", "committed"],
    ["truncate_on_heartbeat", "truncated"],
  ])("says so, in the story of %s", (rule, kind) => {
    const against = eventsOf(broken(rule)).filter((event) => event.broken);
    expect(against.map((event) => event.kind)).toContain(kind);
    for (const event of against) expect(noteOf(event)).toBe(forbidden);
  });

  it("is never one of plain Raft", () => {
    const engine = anEngine();
    playEvening(engine);
    expect(eventsOf(engine).filter((event) => event.broken)).toEqual([]);
  });

  it("cites its section after that, in the diagram as well", () => {
    const told = {
      ...anEvent("committed", 0),
      sentence: "Node 0 commits through index 1: 1 node stores it, and 2 are needed.",
      section: "Raft §5.4.2",
      broken: true,
    };
    const happening = { told, client: null, request: null, first: 1, last: 1 };
    const what = { kind: "happened", happening } as const;
    const point = { id: 0, seq: 1, at: 2_110_000, process: "node 0", lane: 0, what };
    expect(pointSentence(point)).toBe(`2.110 s: ${told.sentence} ${forbidden} Raft §5.4.2.`);
  });
});
