/**
 * The hunt of a session: the choices, the hunt under way, its catches and their shrinking. A hunt
 * continues while the sheet that shows it is closed.
 */

import { type HuntChoice, planOf, usualHunt } from "./choice.ts";
import { Hunt, type HuntProgress, type HuntWorker } from "./hunt.ts";
import { type ShrinkEnd, shrinkCatch } from "./shrinking.ts";
import {
  type HuntCatch,
  type HuntNames,
  notFetched,
  type ShrinkProgress,
  type ShrunkenCatch,
} from "./words.ts";
import { WorkingTime } from "./working-time.ts";

/** What a desk needs of the page. */
export interface DeskHost {
  readonly makeWorker: () => HuntWorker;
  readonly workers: number;
  /** Milliseconds of the viewer's time. */
  readonly wallTime: () => number;
}

export type ShrinkState =
  | {
      readonly kind: "running";
      readonly progress: ShrinkProgress | null;
      readonly stop: () => void;
    }
  /** Not fully shrunk: a person stopped it, or it failed, which the sentence explains. */
  | {
      readonly kind: "stopped";
      readonly shrunken: ShrunkenCatch;
      readonly sentence: string | null;
    }
  | { readonly kind: "done"; readonly shrunken: ShrunkenCatch }
  | { readonly kind: "failed"; readonly sentence: string };

/** A hunt with the choices it began with. */
interface Begun {
  readonly hunt: Hunt;
  readonly choice: HuntChoice;
  readonly time: WorkingTime;
}

/** Figures are shown four times a second. */
const TELL_MS = 250;

export class HuntDesk {
  readonly #host: DeskHost;
  #names: HuntNames | null = null;
  #choice = usualHunt;
  #begun: Begun | null = null;
  /** Why no hunt can begin; null otherwise. */
  #refusal: string | null = null;
  /** The shrinking of each catch, by seed: a run has at most one catch. */
  readonly #shrinks = new Map<number, ShrinkState>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Called when there is something new to show. */
  onChange: () => void = () => {};

  constructor(host: DeskHost) {
    this.#host = host;
    this.#askNames();
  }

  /** The names of rules, properties, faults and sights; null until a worker has sent them. */
  get names(): HuntNames | null {
    return this.#names;
  }

  get refusal(): string | null {
    return this.#refusal;
  }

  /** The choices for the next hunt. */
  get choice(): HuntChoice {
    return this.#choice;
  }

  choose(change: Partial<HuntChoice>): void {
    this.#choice = { ...this.#choice, ...change };
    this.onChange();
  }

  get progress(): HuntProgress | null {
    return this.#begun?.hunt.progress ?? null;
  }

  /** The choices of the hunt shown. */
  get hunted(): HuntChoice {
    return this.#begun?.choice ?? this.#choice;
  }

  /** The working time of the hunt shown, in seconds of wall time. */
  get seconds(): number {
    return (this.#begun?.time.spent ?? 0) / 1000;
  }

  get workers(): number {
    return this.#host.workers;
  }

  begin(): void {
    this.stop();
    for (const shrink of this.#shrinks.values()) if (shrink.kind === "running") shrink.stop();
    this.#shrinks.clear();
    const choice = this.#choice;
    const { first, seeds, stopsAtCatch } = choice;
    const { makeWorker, workers, wallTime } = this.#host;
    const time = new WorkingTime(wallTime);
    const onChange = ({ state }: HuntProgress) => {
      if (state === "running") time.work();
      else time.end();
      this.#tellSoon();
    };
    const plan = planOf(choice);
    const hunt = new Hunt({ plan, first, seeds, stopsAtCatch, workers, makeWorker, onChange });
    this.#begun = { hunt, choice, time };
    this.onChange();
  }

  /** Stops the hunt and keeps its results. */
  stop(): void {
    this.#begun?.hunt.stop();
  }

  // --- Shrinking ------------------------------------------------------------------------

  shrinkOf({ seed }: HuntCatch): ShrinkState | null {
    return this.#shrinks.get(seed) ?? null;
  }

  /** Shrinks a catch, from where an earlier shrinking was stopped. */
  shrink(caught: HuntCatch): void {
    const before = this.shrinkOf(caught);
    if (before?.kind === "running") return;
    const { seed } = caught;
    const set = (state: ShrinkState) => this.#shrinks.set(seed, state);
    const { end, stop } = shrinkCatch({
      link: before?.kind === "stopped" ? before.shrunken.catch.link : caught.link,
      property: caught.property,
      plan: planOf(this.hunted),
      makeWorker: this.#host.makeWorker,
      onProgress: (progress) => {
        set({ kind: "running", progress, stop });
        this.#tellSoon();
      },
    });
    set({ kind: "running", progress: null, stop });
    this.onChange();
    void end.then((end) => {
      // Another hunt may have begun meanwhile, with a run of the same seed.
      const now = this.#shrinks.get(seed);
      if (now?.kind !== "running" || now.stop !== stop) return;
      const after = afterShrinking(before, end);
      if (after === null) this.#shrinks.delete(seed);
      else set(after);
      this.onChange();
    });
  }

  // --- Telling --------------------------------------------------------------------------

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.onChange();
    }, TELL_MS);
  }

  /** Starts a worker only to ask the engine for its names. */
  #askNames(): void {
    const worker = this.#host.makeWorker();
    const end = () => {
      worker.terminate();
      this.onChange();
    };
    worker.onmessage = ({ data }) => {
      if (data.kind === "ready") this.#names = data.names;
      else if (data.kind === "refused") this.#refusal = data.sentence;
      end();
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#refusal = notFetched;
      end();
    };
    worker.postMessage({ kind: "begin", plan: planOf(usualHunt) });
  }
}

/** Returns the state after a shrinking: the smallest run found, or the state before. */
function afterShrinking(before: ShrinkState | null, end: ShrinkEnd): ShrinkState | null {
  if (end.kind === "done") return end;
  const earlier = before?.kind === "stopped" ? before.shrunken : null;
  const shrunken = end.best ?? earlier;
  if (end.kind === "stopped") {
    return shrunken === null ? before : { kind: "stopped", shrunken, sentence: null };
  }
  return shrunken === null
    ? { kind: "failed", sentence: `${end.sentence} The whole run can still be watched.` }
    : { kind: "stopped", shrunken, sentence: `${end.sentence} The smallest run so far is kept.` };
}
