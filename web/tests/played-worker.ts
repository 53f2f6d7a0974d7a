/** A worker of the hunt that does what a test says, when the test says it. */

import type { HuntWorker } from "../hunt/hunt.ts";
import { nothingHunted } from "../hunt/tally.ts";
import type { Answer, HuntCatch, HuntNames, Order, ShrunkenCatch } from "../hunt/words.ts";

const noNames: HuntNames = { faults: [], repairs: [], sights: [], properties: [], bugs: [] };

export class PlayedWorker implements HuntWorker {
  onmessage: HuntWorker["onmessage"] = null;
  onerror: HuntWorker["onerror"] = null;
  readonly orders: Order[] = [];
  isTerminated = false;

  postMessage(order: Order): void {
    this.orders.push(order);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(answer: Answer): void {
    this.onmessage?.({ data: answer });
  }

  die(): void {
    this.onerror?.({});
  }

  ready(names: HuntNames = noNames): void {
    this.say({ kind: "ready", names });
  }

  /** Does the lot it was given last; the seeds given here are caught. */
  work(...caught: number[]): void {
    const lot = this.orders.at(-1);
    if (lot?.kind !== "lot") throw new Error("It has no lot.");
    const own = caught.filter((seed) => seed >= lot.first && seed < lot.first + lot.count);
    const results = { ...nothingHunted, runs: lot.count, catches: own.map(aCatch) };
    this.say({ kind: "lot", first: lot.first, results });
  }
}

export function aCatch(seed: number): HuntCatch {
  return {
    seed,
    property: "progress",
    title: "Progress",
    at_us: 1,
    sentence: "Stuck.",
    link: `#caught-${seed}`,
  };
}

/** The run of a seed, made as small as this. */
export function aShrunken(seed: number, actions: number): ShrunkenCatch {
  const done = (_: unknown, at_us: number) => ({ at_us, sentence: "Heal the network." });
  return {
    catch: {
      ...aCatch(seed),
      link: `#${actions}-actions-of-${seed}`,
      actions: Array.from({ length: actions }, done),
    },
    scenario: "{}",
  };
}
