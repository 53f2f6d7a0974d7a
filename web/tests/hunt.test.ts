/** A hunt over workers that are only played here. */

import { describe, expect, it } from "vitest";
import { Hunt, type HuntProgress, type HuntSettings } from "../hunt/hunt.ts";
import type { HuntPlan } from "../hunt/words.ts";
import { PlayedWorker } from "./played-worker.ts";

const plan: HuntPlan = {
  options: null,
  bugs: [],
  property: null,
  breaksAssumptions: false,
  stopsAtCatch: true,
  allOptions: false,
  allFaults: false,
};

function begin(settings: Partial<HuntSettings> = {}) {
  const workers: PlayedWorker[] = [];
  const told: HuntProgress[] = [];
  const hunt = new Hunt({
    plan,
    first: 0,
    seeds: 200,
    stopsAtCatch: false,
    workers: 2,
    makeWorker: () => {
      const worker = new PlayedWorker();
      workers.push(worker);
      return worker;
    },
    onChange: (progress) => told.push(progress),
    ...settings,
  });
  for (const worker of workers) worker.ready();
  const worker = (place: number) => workers[place] as PlayedWorker;
  return { hunt, workers, worker, told };
}

describe("a hunt", () => {
  it("tries every seed once", () => {
    const { hunt, worker, workers } = begin();
    worker(0).work();
    worker(1).work();
    worker(0).work();
    worker(1).work();
    expect(hunt.progress).toMatchObject({ state: "done", results: { runs: 200 } });
    const lots = workers.flatMap(({ orders }) => orders).filter((order) => order.kind === "lot");
    expect(lots.map((lot) => [lot.first, lot.count])).toEqual([
      [0, 64],
      [128, 64],
      [64, 64],
      [192, 8],
    ]);
    expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it("that stops at a catch stops at the lowest seed", () => {
    const { hunt, worker } = begin({ stopsAtCatch: true });
    worker(1).work(100);
    expect(hunt.progress.state).toBe("running");
    worker(0).work(9, 30);
    expect(hunt.progress.state).toBe("done");
    expect(hunt.progress.results.catches.map(({ seed }) => seed)).toEqual([9]);
  });

  it("is stopped, and keeps what it has", () => {
    const { hunt, worker } = begin();
    worker(0).work(3);
    hunt.stop();
    worker(1).work();
    expect(hunt.progress).toMatchObject({ state: "stopped", results: { runs: 64 } });
    expect(worker(1).isTerminated).toBe(true);
  });
});

describe("a worker that dies", () => {
  it("is replaced, and its lot is tried again", () => {
    const { hunt, worker, workers } = begin({ seeds: 128 });
    worker(0).die();
    worker(2).ready();
    worker(2).work();
    worker(1).work();
    expect(workers).toHaveLength(3);
    expect(hunt.progress).toMatchObject({ state: "done", results: { runs: 128 } });
  });

  it("twice of the same lot ends the hunt with a sentence", () => {
    const { hunt, worker } = begin();
    worker(1).work(70);
    worker(0).die();
    worker(2).ready();
    worker(2).die();
    expect(hunt.progress.state).toBe("failed");
    expect(hunt.progress.sentence).toMatch(/two workers broke at the seeds from 0 to 63/);
  });

  it("before its first lot cannot start", () => {
    const workers: PlayedWorker[] = [];
    const { hunt } = begin({
      makeWorker: () => {
        const worker = new PlayedWorker();
        workers.push(worker);
        return worker;
      },
    });
    workers[0]?.die();
    expect(hunt.progress).toMatchObject({ state: "failed" });
  });

  it("that refuses says why", () => {
    const { hunt, worker } = begin();
    worker(0).say({ kind: "refused", sentence: "nodes: expected 1 to 9." });
    expect(hunt.progress).toMatchObject({ state: "failed", sentence: "nodes: expected 1 to 9." });
  });
});
