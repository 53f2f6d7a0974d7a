/**
 * A hunt in the page: lots of seeds for workers, in the order of their seeds.
 *
 * Runs share nothing, so the result does not depend on who tries what: a hunt that stops at its
 * first catch stops at that of the lowest seed. A worker that dies is replaced, and its lot is
 * tried again; a lot that kills two workers ends the hunt, with a sentence.
 */

import { nothingHunted, sum } from "./tally.ts";
import type { Answer, HuntNames, HuntPlan, HuntResults, Order } from "./words.ts";

/** As much of a Worker as a hunt needs. */
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
  /** Seeds that are to be tried. */
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
  /** How many workers it has cost. */
  readonly deaths: number;
}

export class Hunt {
  readonly #settings: HuntSettings;
  readonly #workers = new Map<HuntWorker, Lot | null>();
  /** Lots that are to be tried again. */
  #again: Lot[] = [];
  #next: number;
  /** Done, by first seed, and not yet added up: lower lots are still under way. */
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
    for (let count = 0; count < settings.workers; count += 1) this.#hire();
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

  /** Ends it; what was found stays. */
  stop(): void {
    if (this.#state === "running") this.#end("stopped");
  }

  get #endOfSeeds(): number {
    return this.#settings.first + this.#settings.seeds;
  }

  #hire(): void {
    const worker = this.#settings.makeWorker();
    this.#workers.set(worker, null);
    worker.onmessage = ({ data }) => this.#hear(worker, data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#bury(worker);
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
    this.#occupy(worker);
    this.#tell();
  }

  /** Gives a worker its next lot, if there is one. */
  #occupy(worker: HuntWorker): void {
    const lot = this.#again.shift() ?? this.#newLot();
    this.#workers.set(worker, lot);
    if (lot) worker.postMessage({ kind: "lot", first: lot.first, count: lot.count });
  }

  #newLot(): Lot | null {
    const first = this.#next;
    const count = Math.min(LOT, this.#endOfSeeds - first);
    if (count <= 0) return null;
    this.#next += count;
    return { first, count, deaths: 0 };
  }

  /** Adds what is done in the order of the seeds, so that the first catch is the lowest. */
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

  #bury(worker: HuntWorker): void {
    const lot = this.#workers.get(worker);
    worker.terminate();
    this.#workers.delete(worker);
    if (this.#state !== "running") return;
    if (!lot) {
      this.#sentence = "A worker of the hunt could not start: reload the page and hunt again.";
      this.#end("failed");
    } else if (lot.deaths > 0) {
      const { first, count } = lot;
      this.#sentence =
        `The hunt has ended: two workers broke at the seeds from ${first} to ${first + count - 1}; ` +
        "what was found before is kept.";
      this.#end("failed");
    } else {
      this.#again.push({ ...lot, deaths: lot.deaths + 1 });
      this.#hire();
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
