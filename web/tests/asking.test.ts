import { describe, expect, it } from "vitest";
import { questionsAbout, raisedQuestions } from "../session/asking.ts";
import { anEngine } from "./engine.ts";

describe("the questions that a moment raises", () => {
  it("are none while a leader leads and every entry is committed", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    expect(raisedQuestions(engine.view())).toEqual([]);
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
    expect(raised.map(({ words }) => words)).toContain("Why is SET x=1 not answered?");
    for (const { asked } of [...raised, ...questionsAbout(1)]) {
      const answer = engine.ask(asked);
      expect(answer.question).toMatch(/\?$/);
      expect(answer.headline).toMatch(/^At 5\.5 s, /);
    }
  });

  it("are refused in one sentence when they are about nothing", () => {
    const engine = anEngine();
    expect(() => engine.ask("commit 90")).toThrow(/^No log holds an entry 90/);
    expect(() => engine.ask("win 7")).toThrow("There is no Node 7");
    expect(() => engine.ask("commit x")).toThrow(/^Expected leader, /);
  });
});

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
