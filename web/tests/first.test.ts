/** The module that a page loads first: it plays as the full engine does, and hands over to it. */

import { describe, expect, it } from "vitest";
import { type Action, takesFullEngine, wordsOf } from "../engine/action.ts";
import type { Engine } from "../engine/engine.ts";
import { allSamples } from "./action-samples.ts";
import {
  aFirstEngine,
  anEngine,
  aPacketInFlight,
  aPlayground,
  nameOf,
  playEvening,
  showing,
} from "./engine.ts";

type Acting = Pick<Engine, "act" | "advanceTo" | "view">;

/** The full module, with each action as an object in place of words. */
function readingObjects(playground: ReturnType<typeof aPlayground>): Acting {
  return {
    act: (action) => playground.act(action),
    advanceTo: (at) => playground.advanceTo(at),
    view: () => JSON.parse(playground.view()),
  };
}

/** Does it when it can be done, with time before the next one. */
function attempt(engine: Acting, action: Action): string {
  let said = "done";
  try {
    engine.act(action);
  } catch (error) {
    said = (error as Error).message;
  }
  engine.advanceTo(engine.view().now + 700_000);
  return said;
}

describe("an action in words", () => {
  it("does what it does as an object, and is refused in the same sentence", () => {
    const engines = [aFirstEngine(), anEngine(), readingObjects(aPlayground())] as const;
    const [first, ...others] = engines;
    for (const engine of engines) engine.advanceTo(5_000_000);
    for (const action of allSamples.filter((sample) => !takesFullEngine(sample))) {
      const said = attempt(first, action);
      for (const other of others) {
        expect(attempt(other, action), JSON.stringify(action)).toBe(said);
        expect(other.view().digest, JSON.stringify(action)).toBe(first.view().digest);
      }
    }
  });

  it.each<(name: ReturnType<typeof nameOf>) => Action>([
    (name) => ({ drop: name }),
    (name) => ({ deliver: name }),
    (name) => ({ duplicate: name }),
    (name) => ({ delay: { ...name, by_ms: 500 } }),
  ])("names one message (%#)", (actionOn) => {
    const [first, full] = [aFirstEngine(), anEngine()];
    for (const engine of [first, full]) {
      engine.act(actionOn(nameOf(engine, aPacketInFlight(engine))));
      engine.advanceTo(engine.view().now + 300_000);
    }
    expect(showing(first)).toEqual(showing(full));
  });

  it("is one only if nothing is missing, wrong or too much", () => {
    const wrong: readonly unknown[] = [
      null,
      "crash leader",
      [],
      {},
      { crash: "leader 1" },
      { crash: -1 },
      { crash: 1.5 },
      { crash: "1" },
      { crash: 1, pause: 2 },
      { crash: 1, because: "of that" },
      { write: 7 },
      { cut: [0] },
      { cut: [0, 1, 2] },
      { partition: [] },
      { partition: [[]] },
      { partition: [[0, "|"]] },
      { drop: { from: 0, to: 1 } },
      { delay: { from: 0, to: 1, nth: 0 } },
      { toString: 1 },
    ];
    for (const action of wrong) {
      expect(wordsOf(action as Action), JSON.stringify(action)).toBeNull();
      expect(() => aFirstEngine().act(action as Action)).toThrow(/^This is no action: .*\.$/);
    }
  });

  it("is none for what only the full engine can do, which says so", async () => {
    const late = allSamples.filter(takesFullEngine);
    expect(late.length).toBeGreaterThan(10);
    const engine = aFirstEngine();
    for (const action of late) {
      expect(wordsOf(action), JSON.stringify(action)).toBeNull();
      expect(() => engine.act(action)).toThrow(/^This takes the full engine: /);
    }
    await engine.full();
    for (const action of late) expect(attempt(engine, action)).not.toMatch(/full engine/);
  });

  it("is refused where a number is out of range", () => {
    const engine = aFirstEngine();
    expect(() => engine.act({ crash: 7 })).toThrow("crash: expected a node from 0 to 4, found 7.");
    expect(() => engine.act({ crash: 300 })).toThrow(/says nothing/);
    expect(() => engine.act({ write: "" })).toThrow(/^write: expected a command /);
  });
});

describe("the full engine", () => {
  const noMoment = "This takes the full engine: await `full()` first.";

  it("takes over at the moment shown, with all branches", async () => {
    const engine = aFirstEngine();
    playEvening(engine);
    const end = engine.view().now;
    engine.seek(8_000_000);
    engine.act({ write: "SET x=9", to: "any" });
    engine.advanceTo(11_000_000);
    engine.seek(6_500_000);
    engine.act({ restart: "all" });
    engine.advanceTo(9_000_000);
    const before = { ...engine.view(), version: 0 };
    const [frame, link, lanes] = [engine.frame(), engine.link(), engine.lanes()];
    expect(() => engine.choices()).toThrow(noMoment);

    await engine.full();
    expect({ ...engine.view(), version: 0 }).toEqual(before);
    expect(engine.frame()).toEqual(frame);
    expect(engine.link()).toBe(link);
    expect(engine.lanes()).toEqual(lanes);
    expect(engine.choices().length).toBeGreaterThan(0);
    engine.removeBranch(engine.view().branch);
    expect(engine.undoRemove()).toBe(2);
    engine.openBranch(0);
    expect(engine.view().head).toBe(end);
    expect(() => engine.act({ crash: "somebody" } as unknown as Action)).toThrow(
      /^crash: expected /,
    );
  });

  it("takes over a run whose seed nobody chose", async () => {
    const drawn = aFirstEngine();
    drawn.newRun();
    drawn.advanceTo(3_000_000);
    const shown = showing(drawn);
    expect(drawn.isWhole).toBe(false);
    await drawn.full();
    expect(drawn.isWhole).toBe(true);
    expect(showing(drawn)).toEqual(shown);
  });

  it("holds the run before as well, which can be brought back", async () => {
    const engine = aFirstEngine();
    playEvening(engine);
    engine.seek(8_000_000);
    engine.act({ restart: "all" });
    const { version: _, ...before } = engine.view();
    engine.newRun({ seed: 3, nodes: 5 });
    engine.advanceTo(2_000_000);
    await engine.full();
    expect(engine.view()).toMatchObject({ seed: 3, now: 2_000_000 });
    expect(engine.bringBack()).toBe(true);
    expect(engine.view()).toMatchObject(before);
    expect(engine.bringBack()).toBe(true);
    expect(engine.view()).toMatchObject({ seed: 3, now: 2_000_000 });
  });

  it("can be asked for again when it could not be fetched", async () => {
    const fetched = [() => Promise.reject(new Error("No connection."))];
    const engine = aFirstEngine(
      () => fetched.pop()?.() ?? Promise.reject(new Error("Still none.")),
    );
    engine.advanceTo(2_000_000);
    await expect(engine.full()).rejects.toThrow("No connection.");
    await expect(engine.full()).rejects.toThrow("Still none.");
    expect(engine.view().now).toBe(2_000_000);
    expect(() => engine.saveScenario()).toThrow(noMoment);
  });
});
