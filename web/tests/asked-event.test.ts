import { describe, expect, it } from "vitest";
import { askedPoint, askForEvent, takeAskedEvent } from "../diagram/asked-event.ts";
import { misstepsOf, noteMissteps } from "../diagram/missteps.ts";
import { pointsOf } from "../diagram/points.ts";
import { anEngine, playEvening } from "./engine.ts";
import { aView } from "./samples.ts";

describe("an event that the diagram is asked for", () => {
  it("is taken once", () => {
    const page = {};
    askForEvent(page, { at: 5, nodes: [1] });
    expect(takeAskedEvent(page)).toEqual({ at: 5, nodes: [1] });
    expect(takeAskedEvent(page)).toBeNull();
  });

  it("is the gravest that the node did at that moment, before what it sent then", () => {
    const engine = anEngine();
    playEvening(engine);
    const points = pointsOf(engine.diagram(0, 25_000_000, 100_000), 5);
    const won = engine.feed(100, "decisive").filter(({ kind }) => kind === "leader_elected");
    expect(won.length).toBeGreaterThan(1);
    for (const { at, node, seq } of won) {
      const then = points.filter((point) => point.at === at);
      expect(then.length, "messages of the same moment").toBeGreaterThan(1);
      const found = askedPoint(points, { at, nodes: [node ?? 0] });
      expect(found).toMatchObject({ seq, at, lane: node, what: { kind: "happened" } });
    }
    expect(askedPoint(points, { at: 1, nodes: [0] })).toBeNull();
  });
});

it("the missteps of a story are known by its run and its branch, however often it is opened", () => {
  const [page, other] = [{}, {}];
  const story = aView({ seed: 7, title: "A story" });
  const missteps = [{ at: 1, sentence: "Without it: Node 0 votes twice. With it: it does not." }];
  noteMissteps(page, story, missteps);
  expect(misstepsOf(page, aView({ seed: 7, title: "A story", now: 5 }))).toEqual(missteps);
  expect(misstepsOf(page, aView({ seed: 7, title: "A story", branch: 1 }))).toEqual([]);
  expect(misstepsOf(page, aView({ seed: 8, title: "A story" }))).toEqual([]);
  expect(misstepsOf(other, story)).toEqual([]);
});
