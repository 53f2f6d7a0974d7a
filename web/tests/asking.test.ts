import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  calmWords,
  otherQuestionsAbout,
  questionsAbout,
  raisedQuestions,
} from "../session/asking.ts";
import { anEngine } from "./engine.ts";

describe("the questions that a moment raises", () => {
  it("are none while a leader leads and every entry is committed", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    expect(raisedQuestions(engine.view())).toEqual([]);
    // Disks may lie at such a moment, messages get lost, and a promise be broken.
    expect(calmWords(engine.view())).toMatch(/^This moment raises no question: a leader leads/);
  });

  it("are all understood by the engine, and hold", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    engine.act({ write: "SET y=1", to: "leader" });
    engine.advanceTo(5_000_000);
    engine.act({ crash: "leader" });
    engine.act({ write: "SET x=1", to: "any" });
    engine.advanceTo(5_500_000);
    const raised = raisedQuestions(engine.view());
    expect(raised.map(({ words }) => words)).toContain("Why is there no leader?");
    expect(raised.map(({ words }) => words)).toContain("Why is request 1 (SET x=1) not answered?");
    for (const { asked } of [...raised, ...questionsAbout(1, engine.view())]) {
      const answer = engine.ask(asked);
      expect(answer.question).toMatch(/\?$/);
      expect(answer.headline).toMatch(/^At 5\.5 s, /);
    }
  });

  it("name the candidate of a majority that is cut off from its leader", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    const leader = engine.view().nodes.find(({ role }) => role === "leader")?.id ?? 0;
    engine.act({ partition: [[leader, (leader + 1) % 5], "the_rest"] });
    expect(raisedQuestions(engine.view())).toEqual([]);
    expect(calmWords(engine.view())).toMatch(/the network is cut/);
    let raised = raisedQuestions(engine.view());
    for (let at = 4_100_000; raised.length === 0 && at < 9_000_000; at += 10_000) {
      engine.advanceTo(at);
      raised = raisedQuestions(engine.view());
    }
    expect(raised[0]?.words).toMatch(/^Why does Node \d not lead\?$/);
  });

  it("measure a node against the newest leader", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    const view = engine.view();
    const leader = view.nodes.find(({ role }) => role === "leader")?.id ?? 0;
    const old = (leader + 1) % 5;
    const nodes = view.nodes.map((node) =>
      node.id === old
        ? { ...node, role: "leader" as const, term: node.term - 1, lastIndex: 9 }
        : { ...node, lastIndex: 5 },
    );
    const about = questionsAbout(leader, { ...view, nodes }).map(({ words }) => words);
    expect(about).toContain(`Does Node ${leader} hold the log?`);
  });

  it("are put as the moment lets them be: as the engine words them", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    engine.act({ write: "SET y=1", to: "leader" });
    engine.advanceTo(5_000_000);
    const leader = engine.view().nodes.find(({ role }) => role === "leader")?.id ?? 0;
    for (const node of [leader, (leader + 1) % 5]) {
      for (const { asked, words } of questionsAbout(node, engine.view())) {
        const answer = engine.ask(asked);
        expect(words).toBe(answer.question);
      }
    }
    expect(engine.ask(`catch_up ${leader}`).because.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(new RegExp(`^Node ${leader} has led term \\d+ since`)),
    ]);
  });

  it("are not asked twice, and none asks a leader why it does not catch up with itself", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    const old = engine.view().nodes.find(({ role }) => role === "leader")?.id ?? 0;
    engine.act({ isolate: old });
    for (const value of [1, 2, 3]) engine.act({ write: `SET x=${value}`, to: old });
    engine.advanceTo(9_000_000);
    const view = engine.view();
    const led = view.nodes
      .filter(({ role }) => role === "leader")
      .toSorted((a, b) => b.term - a.term);
    const leader = led[0];
    expect(leader?.id).not.toBe(old);
    expect(view.nodes[old]?.lastIndex ?? 0).toBeGreaterThan(leader?.lastIndex ?? 0);
    const raised = raisedQuestions(view).map(({ asked }) => asked);
    expect(raised).not.toContain(`catch_up ${leader?.id}`);
    engine.act({ crash: 1 });
    const now = engine.view();
    const asked = [...raisedQuestions(now), ...otherQuestionsAbout(1, now)].map((it) => it.asked);
    expect(asked).toContain("speak 1");
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("are refused in one sentence when they are about nothing", () => {
    const engine = anEngine();
    expect(() => engine.ask("commit 90")).toThrow(/^No log holds an entry 90/);
    expect(() => engine.ask("win 7")).toThrow("There is no Node 7");
    expect(() => engine.ask("commit x")).toThrow(/^Expected leader, /);
  });
});

describe("a decision", () => {
  it("tells what caused it and what would have changed it, by the node itself", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    const { view, feed } = { view: engine.view(), feed: engine.feedSince(0, 400) };
    const votes = feed.filter(({ kind }) => kind === "vote_granted");
    expect(votes.length).toBeGreaterThan(0);
    for (const { seq, at, node, sentence } of votes) {
      const decided = engine.decided(seq);
      expect(decided.rule.title).toBe("RequestVote, the receiver (Raft Figure 2)");
      expect(decided.rule.lines.filter(({ decides }) => decides)).toEqual([
        {
          text: "votedFor ← candidateId, start the election timer anew, reply true",
          values: null,
          holds: null,
          decides: true,
        },
      ]);
      expect({ ...decided, cause: null, rule: null, wouldHaveChanged: [] }).toEqual({
        at,
        node,
        sentence,
        section: "Raft §5.4.1",
        cause: null,
        rule: null,
        wouldHaveChanged: [],
      });
      expect(decided.cause.sentence).toMatch(/asks Node \d for its vote/);
      expect(decided.cause.at).toBeLessThan(at);
      expect(decided.wouldHaveChanged.join("\n")).toMatch(
        /Had Node \d been in term 2 .*refuses its vote/,
      );
    }
    expect(engine.view().now).toBe(view.now);
    expect(engine.view().digest).toBe(view.digest);
  });

  it("is refused in one sentence where there is none", () => {
    expect(() => anEngineAt(4_000_000).decided(1_000_000)).toThrow(
      "There is no decision 1000000 in what this branch has played.",
    );
  });
});

function anEngineAt(at: number) {
  const engine = anEngine();
  engine.advanceTo(at);
  return engine;
}

it("what must happen is made to happen as a branch", () => {
  const engine = anEngine();
  engine.advanceTo(4_000_000);
  for (const node of [0, 1, 2]) engine.act({ crash: node });
  engine.advanceTo(9_000_000);
  engine.seek(8_000_000);
  const { needs, comesByItself } = engine.ask("leader");
  expect(comesByItself).toBe(false);
  expect(needs.length).toBe(3);
  engine.makeHappen("leader", 1);
  expect(engine.view().branches.length).toBe(2);
  engine.advanceTo(16_000_000);
  expect(engine.view().status).toMatch(/^Node \d leads term/);
  expect(() => engine.makeHappen("leader", 9)).toThrow(/^There is no alternative 9/);
});

it("says of a machine outside the cluster that it is to be added, as the command line does", () => {
  const engine = anEngine();
  engine.openScenario(
    JSON.stringify({
      format: 1,
      seed: 5,
      options: { preset: "etcd", nodes: 4, membership: true },
      start: { members: { voters: [0, 1, 2] } },
      until_ms: 9_000,
    }),
  );
  engine.seek(6_000_000);
  for (const asked of ["speak 3", "catch_up 3"]) {
    const { needs, nothingHelps } = engine.ask(asked);
    expect(needs.map(({ sentence }) => sentence)).toEqual(["add Node 3 to the cluster"]);
    expect(nothingHelps).toBeNull();
  }

  // While one member is taken out no other may come in.
  engine.openScenario(
    readFileSync(
      new URL("../../scenarios/conformance/a_dead_member_is_replaced.json", import.meta.url),
      "utf8",
    ),
  );
  engine.seek(1_500_000);
  const { needs, nothingHelps } = engine.ask("catch_up 3");
  expect(needs).toEqual([]);
  expect(nothingHelps).toMatch(/^Add Node 3 to the cluster\. That alone does not suffice/);
});
