/**
 * A hunt in the page: workers take lots of seeds in ascending order.
 *
 * Runs are independent, so the result does not depend on which worker tries which seed: a hunt that
 * stops at its first catch stops at that of the lowest seed. A worker that fails is replaced, and
 * its lot is tried again; a lot at which two workers fail ends the hunt with a sentence.
 */

import { nothingHunted, sum } from "./tally.ts";
import type { Answer, HuntNames, HuntPlan, HuntResults, Order } from "./words.ts";

/** The part of a Worker that a hunt needs. */
export interface HuntWorker {
  postMessage(order: Order): void;
  terminate(): void;
  onmessage: ((event: { readonly data: Answer }) => void) | null;
  onerror: ((event: { preventDefault?: () => void }) => void) | null;
}

export type HuntState = "running" | "stopped" | "done" | "failed";

export interface HuntProgress {
  readonly state: HuntState;
  readonly results: HuntResults;
  readonly names: HuntNames | null;
  /** How many seeds are to be tried. */
  readonly seeds: number;
  /** Why it failed; null otherwise. */
  readonly sentence: string | null;
}

export interface HuntSettings {
  readonly plan: HuntPlan;
  readonly first: number;
  readonly seeds: number;
  /** Stop at the lowest seed that is caught. */
  readonly stopsAtCatch: boolean;
  readonly workers: number;
  readonly makeWorker: () => HuntWorker;
  readonly onChange: (progress: HuntProgress) => void;
}

/** Seeds in a lot: some tens of milliseconds of work. */
const LOT = 64;

interface Lot {
  readonly first: number;
  readonly count: number;
  /** How many workers failed at it. */
  readonly failures: number;
}

export class Hunt {
  readonly #settings: HuntSettings;
  readonly #workers = new Map<HuntWorker, Lot | null>();
  /** Lots that are to be tried again. */
  #again: Lot[] = [];
  #next: number;
  /** Results by first seed that wait for lower lots before they are added up. */
  readonly #done = new Map<number, HuntResults>();
  #added: number;
  #results = nothingHunted;
  #names: HuntNames | null = null;
  #state: HuntState = "running";
  #sentence: string | null = null;

  constructor(settings: HuntSettings) {
    this.#settings = settings;
    this.#next = settings.first;
    this.#added = settings.first;
    for (let count = 0; count < settings.workers; count += 1) this.#startWorker();
  }

  get progress(): HuntProgress {
    return {
      state: this.#state,
      results: this.#results,
      names: this.#names,
      seeds: this.#settings.seeds,
      sentence: this.#sentence,
    };
  }

  /** Stops the hunt and keeps its results. */
  stop(): void {
    if (this.#state === "running") this.#end("stopped");
  }

  get #endOfSeeds(): number {
    return this.#settings.first + this.#settings.seeds;
  }

  #startWorker(): void {
    const worker = this.#settings.makeWorker();
    this.#workers.set(worker, null);
    worker.onmessage = ({ data }) => this.#hear(worker, data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#workerFailed(worker);
    };
    worker.postMessage({ kind: "begin", plan: this.#settings.plan });
  }

  #hear(worker: HuntWorker, answer: Answer): void {
    if (this.#state !== "running") return;
    if (answer.kind === "refused") {
      this.#sentence = answer.sentence;
      this.#end("failed");
      return;
    }
    if (answer.kind === "ready") this.#names = answer.names;
    if (answer.kind === "lot") {
      this.#done.set(answer.first, answer.results);
      this.#addUp();
    }
    if (this.#state !== "running") return;
    this.#giveLot(worker);
    this.#tell();
  }

  /** Gives a worker its next lot, if there is one. */
  #giveLot(worker: HuntWorker): void {
    const lot = this.#again.shift() ?? this.#newLot();
    this.#workers.set(worker, lot);
    if (lot) worker.postMessage({ kind: "lot", first: lot.first, count: lot.count });
  }

  #newLot(): Lot | null {
    const first = this.#next;
    const count = Math.min(LOT, this.#endOfSeeds - first);
    if (count <= 0) return null;
    this.#next += count;
    return { first, count, failures: 0 };
  }

  /** Adds results in the order of the seeds, so that the first catch has the lowest seed. */
  #addUp(): void {
    for (;;) {
      const results = this.#done.get(this.#added);
      if (!results) break;
      this.#done.delete(this.#added);
      this.#added = Math.min(this.#added + LOT, this.#endOfSeeds);
      this.#results = sum(this.#results, results);
      if (this.#settings.stopsAtCatch && results.catches.length > 0) {
        const lowest = this.#results.catches.slice(0, 1);
        this.#results = { ...this.#results, catches: lowest };
        this.#end("done");
        return;
      }
    }
    if (this.#added >= this.#endOfSeeds) this.#end("done");
  }

  #workerFailed(worker: HuntWorker): void {
    const lot = this.#workers.get(worker);
    worker.terminate();
    this.#workers.delete(worker);
    if (this.#state !== "running") return;
    if (!lot) {
      this.#sentence = "A worker of the hunt could not start: reload the page and hunt again.";
      this.#end("failed");
    } else if (lot.failures > 0) {
      const { first, count } = lot;
      this.#sentence =
        `The hunt has ended: two workers broke at the seeds from ${first} to ${first + count - 1}; ` +
        "what was found before is kept.";
      this.#end("failed");
    } else {
      this.#again.push({ ...lot, failures: lot.failures + 1 });
      this.#startWorker();
      this.#tell();
    }
  }

  #end(state: HuntState): void {
    this.#state = state;
    for (const worker of this.#workers.keys()) worker.terminate();
    this.#workers.clear();
    this.#tell();
  }

  #tell(): void {
    this.#settings.onChange(this.progress);
  }
}
