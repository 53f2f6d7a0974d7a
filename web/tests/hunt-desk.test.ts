/** One visit's hunt over workers that are only played here. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HuntDesk } from "../hunt/desk.ts";
import type { HuntNames } from "../hunt/words.ts";
import { aCatch, aShrunken, PlayedWorker } from "./played-worker.ts";

const names: HuntNames = {
  faults: ["crash"],
  repairs: [],
  sights: ["commits"],
  properties: [["progress", "Progress"]],
  bugs: [],
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A desk with two workers for a hunt; the first worker of all tells the names. */
function aDesk() {
  const workers: PlayedWorker[] = [];
  const time = { now: 1_000 };
  const makeWorker = () => {
    const worker = new PlayedWorker();
    workers.push(worker);
    return worker;
  };
  const desk = new HuntDesk({ makeWorker, workers: 2, wallTime: () => time.now });
  const worker = (place: number): PlayedWorker => {
    const found = workers.at(place);
    if (!found) throw new Error(`There is no worker ${place}.`);
    return found;
  };
  return { desk, workers, worker, time };
}

/** The same, with a hunt under way whose two workers have their first lots. */
function aHunt(seeds = 200) {
  const made = aDesk();
  made.worker(0).ready(names);
  made.desk.choose({ seeds, stopsAtCatch: false });
  made.desk.begin();
  made.worker(1).ready(names);
  made.worker(2).ready(names);
  return made;
}

/** The same, with a catch at seed 5 whose shrinking has begun. */
function aShrinking() {
  const made = aHunt();
  made.worker(1).work(5);
  made.desk.shrink(aCatch(5));
  const shrinker = made.worker(-1);
  shrinker.ready(names);
  return { ...made, shrinker, shrink: () => made.desk.shrinkOf(aCatch(5)) };
}

/** Until what was promised is done. */
function settle(): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(0);
}

describe("before anything is hunted", () => {
  it("a worker that does nothing else tells the names", () => {
    const { desk, worker } = aDesk();
    expect(desk.names).toBeNull();
    worker(0).ready(names);
    expect(desk.names).toEqual(names);
    expect(desk.refusal).toBeNull();
    expect(worker(0).isTerminated).toBe(true);
  });

  it("there is no progress, and no time was taken", () => {
    const { desk } = aDesk();
    expect(desk.progress).toBeNull();
    expect(desk.seconds).toBe(0);
    expect(desk.hunted).toBe(desk.choice);
  });

  it("a hunter that cannot be fetched says so", () => {
    const { desk, worker } = aDesk();
    worker(0).die();
    expect(desk.refusal).toBe(
      "The hunter could not be fetched. Is there a connection? Reload the page.",
    );
  });

  it("a hunter that cannot begin says why", () => {
    const { desk, worker } = aDesk();
    worker(0).say({ kind: "refused", sentence: "This browser is too old." });
    expect(desk.refusal).toBe("This browser is too old.");
  });

  it("what is chosen is told at once, and changes nothing else", () => {
    const { desk } = aDesk();
    const told = vi.fn();
    desk.onChange = told;
    desk.choose({ property: "progress" });
    desk.choose({ first: 7 });
    expect(told).toHaveBeenCalledTimes(2);
    expect(desk.choice).toMatchObject({ property: "progress", first: 7, bug: null });
  });
});

describe("a hunt", () => {
  it("shows what it is after, whatever is chosen meanwhile", () => {
    const { desk } = aHunt();
    desk.choose({ bug: "vote_again" });
    expect(desk.hunted.bug).toBeNull();
    expect(desk.choice.bug).toBe("vote_again");
  });

  it("is told four times a second at most, and at once when it begins", () => {
    const { desk, worker } = aHunt();
    const told = vi.fn();
    desk.onChange = told;
    worker(1).work();
    worker(2).work();
    expect(told).not.toHaveBeenCalled();
    vi.advanceTimersByTime(250);
    expect(told).toHaveBeenCalledTimes(1);
    desk.begin();
    expect(told).toHaveBeenCalledTimes(2);
  });

  it("counts its seconds until it ends", () => {
    const { desk, worker, time } = aHunt(128);
    time.now += 2_000;
    expect(desk.seconds).toBe(2);
    worker(1).work();
    worker(2).work();
    expect(desk.progress?.state).toBe("done");
    time.now += 60_000;
    expect(desk.seconds).toBe(2);
  });

  it("keeps its pace and its results when the tab sleeps for an hour", () => {
    const { desk, worker, time } = aHunt(256);
    time.now += 1_000;
    worker(1).work(5);
    worker(2).work();
    expect(desk.seconds).toBe(1);
    time.now += 3_600_000;
    expect(desk.seconds).toBeLessThanOrEqual(6);
    worker(1).work();
    worker(2).work();
    expect(desk.progress).toMatchObject({ state: "done", results: { runs: 256 } });
    expect(desk.progress?.results.catches.map(({ seed }) => seed)).toEqual([5]);
    expect(desk.seconds).toBeLessThanOrEqual(6);
  });

  it("is stopped, keeps what it has, and another goes on", () => {
    const { desk, workers, worker } = aHunt();
    worker(1).work(5);
    desk.stop();
    expect(desk.progress).toMatchObject({ state: "stopped", results: { runs: 64 } });
    expect(desk.progress?.results.catches.map(({ seed }) => seed)).toEqual([5]);
    desk.choose({ first: 64 });
    desk.begin();
    expect(desk.progress).toMatchObject({ state: "running", results: { runs: 0 } });
    const next = workers.slice(-2);
    for (const one of next) one.ready(names);
    expect(next.map(({ orders }) => orders.at(-1))).toEqual([
      { kind: "lot", first: 64, count: 64 },
      { kind: "lot", first: 128, count: 64 },
    ]);
  });

  it("that is refused ends with the sentence, and the form can be used on", () => {
    const { desk, worker } = aDesk();
    worker(0).ready(names);
    desk.choose({ cluster: { kind: "like", options: { nodes: 12 }, link: "#run" } });
    desk.begin();
    const sentence = "nodes: expected a number of nodes from 1 to 9, found 12.";
    worker(1).say({ kind: "refused", sentence });
    expect(desk.progress).toMatchObject({ state: "failed", sentence });
    expect(desk.refusal).toBeNull();
    expect(worker(2).isTerminated).toBe(true);
    desk.choose({ cluster: { kind: "drawn" } });
    desk.begin();
    expect(desk.progress).toMatchObject({ state: "running", sentence: null });
  });
});

describe("a worker of the hunt that dies", () => {
  it("before it is ready ends the hunt with a sentence; the form can be used on", () => {
    const { desk, worker } = aDesk();
    worker(0).ready(names);
    desk.begin();
    worker(1).die();
    expect(desk.progress).toMatchObject({
      state: "failed",
      sentence: "A worker of the hunt could not start: reload the page and hunt again.",
    });
    expect(desk.refusal).toBeNull();
  });

  it("in the middle is replaced, and its lot is tried again", () => {
    const { desk, worker } = aHunt(128);
    worker(1).die();
    worker(-1).ready(names);
    expect(worker(-1).orders.at(-1)).toEqual({ kind: "lot", first: 0, count: 64 });
    worker(-1).work();
    worker(2).work();
    expect(desk.progress).toMatchObject({ state: "done", results: { runs: 128 } });
  });

  it("twice of the same lot ends the hunt with a sentence, and what was found is kept", () => {
    const { desk, worker } = aHunt();
    worker(1).work(5);
    worker(2).work();
    worker(1).die();
    worker(-1).ready(names);
    worker(-1).die();
    expect(desk.progress).toMatchObject({ state: "failed", results: { runs: 128 } });
    expect(desk.progress?.sentence).toMatch(/two workers broke at the seeds from 128 to 191/);
    expect(desk.progress?.results.catches.map(({ seed }) => seed)).toEqual([5]);
  });
});

describe("a shrinking", () => {
  it("has a worker of its own, told what to shrink and what has to break", () => {
    const { shrinker, shrink } = aShrinking();
    expect(shrinker.orders.at(-1)).toEqual({
      kind: "shrink",
      link: "#caught-5",
      property: "progress",
    });
    expect(shrink()).toMatchObject({ kind: "running", progress: null });
  });

  it("says how far it has come, and what is left when it is done", async () => {
    const { desk, workers, shrinker, shrink } = aShrinking();
    shrinker.say({ kind: "progress", progress: { actions: 9, attempts: 64 } });
    expect(shrink()).toMatchObject({ kind: "running", progress: { actions: 9, attempts: 64 } });
    const count = workers.length;
    desk.shrink(aCatch(5));
    expect(workers).toHaveLength(count);
    shrinker.say({ kind: "shrunken", shrunken: aShrunken(5, 2) });
    await settle();
    expect(shrink()).toEqual({ kind: "done", shrunken: aShrunken(5, 2) });
    expect(shrinker.isTerminated).toBe(true);
  });

  it("that is stopped leaves the smallest run that was told, and goes on from there", async () => {
    const { desk, worker, shrinker, shrink } = aShrinking();
    shrinker.say({ kind: "best", shrunken: aShrunken(5, 9) });
    shrinker.say({ kind: "best", shrunken: aShrunken(5, 7) });
    stop(shrink());
    await settle();
    expect(shrink()).toEqual({ kind: "stopped", shrunken: aShrunken(5, 7), sentence: null });
    expect(shrinker.isTerminated).toBe(true);

    desk.shrink(aCatch(5));
    worker(-1).ready(names);
    expect(worker(-1).orders.at(-1)).toMatchObject({ kind: "shrink", link: "#7-actions-of-5" });
    worker(-1).say({ kind: "shrunken", shrunken: aShrunken(5, 2) });
    await settle();
    expect(shrink()).toEqual({ kind: "done", shrunken: aShrunken(5, 2) });
  });

  it("that is stopped before anything smaller was told leaves the catch as it was", async () => {
    const { desk, shrink } = aShrinking();
    stop(shrink());
    await settle();
    expect(shrink()).toBeNull();
    expect(desk.progress?.results.catches).toEqual([aCatch(5)]);
  });

  it("that goes on and is stopped at once leaves what was there before", async () => {
    const { desk, worker, shrinker, shrink } = aShrinking();
    shrinker.say({ kind: "best", shrunken: aShrunken(5, 7) });
    stop(shrink());
    await settle();
    desk.shrink(aCatch(5));
    worker(-1).ready(names);
    stop(shrink());
    await settle();
    expect(shrink()).toEqual({ kind: "stopped", shrunken: aShrunken(5, 7), sentence: null });
  });

  it("whose worker dies keeps the smallest run so far, and says so", async () => {
    const { desk, worker, shrinker, shrink } = aShrinking();
    const sentence = "The worker that shrinks has broken. The smallest run so far is kept.";
    shrinker.say({ kind: "best", shrunken: aShrunken(5, 7) });
    shrinker.die();
    await settle();
    expect(shrink()).toEqual({ kind: "stopped", shrunken: aShrunken(5, 7), sentence });

    desk.shrink(aCatch(5));
    worker(-1).die();
    await settle();
    expect(shrink()).toEqual({ kind: "stopped", shrunken: aShrunken(5, 7), sentence });
  });

  it("whose worker dies before anything smaller was told says what is left", async () => {
    const { desk, shrinker, shrink } = aShrinking();
    shrinker.die();
    await settle();
    const sentence = "The worker that shrinks has broken. The whole run can still be watched.";
    expect(shrink()).toEqual({ kind: "failed", sentence });
    desk.shrink(aCatch(5));
    expect(shrink()?.kind).toBe("running");
  });

  it("that the engine refuses says why", async () => {
    const { shrinker, shrink } = aShrinking();
    shrinker.say({ kind: "refused", sentence: "This link is damaged." });
    await settle();
    const sentence = "This link is damaged. The whole run can still be watched.";
    expect(shrink()).toEqual({ kind: "failed", sentence });
  });

  it("ends when another hunt begins, which knows nothing of it", async () => {
    const { desk, workers, shrinker, shrink } = aShrinking();
    shrinker.say({ kind: "best", shrunken: aShrunken(5, 7) });
    desk.begin();
    await settle();
    expect(shrinker.isTerminated).toBe(true);
    expect(shrink()).toBeNull();
    shrinker.say({ kind: "progress", progress: { actions: 1, attempts: 1 } });
    expect(shrink()).toBeNull();
    const [one] = workers.slice(-2);
    one?.ready(names);
    one?.work(5);
    expect(desk.progress?.results.catches).toEqual([aCatch(5)]);
    expect(shrink()).toBeNull();
  });

  it("goes on while the hunt is stopped", async () => {
    const { desk, shrinker, shrink } = aShrinking();
    desk.stop();
    expect(shrinker.isTerminated).toBe(false);
    shrinker.say({ kind: "shrunken", shrunken: aShrunken(5, 2) });
    await settle();
    expect(shrink()?.kind).toBe("done");
  });
});

function stop(shrink: ReturnType<HuntDesk["shrinkOf"]>): void {
  if (shrink?.kind !== "running") throw new Error("Nothing is being made small.");
  shrink.stop();
}
