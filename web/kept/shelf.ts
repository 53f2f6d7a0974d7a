/** The shelf of kept runs: how many there are, which go first, and what is said when it fails. */

import { isKeptRun, type KeptRun } from "./kept-run.ts";
import type { Place } from "./place.ts";

/** The most runs kept. */
export const RUNS_MAX = 20;

export interface Shelved {
  /** Newest first. */
  readonly runs: readonly KeptRun[];
  /** Keys of what lies there and is no run. */
  readonly damaged: readonly string[];
}

/** What became of a run that was to be kept. */
export type Saved =
  /** It was kept; for want of room, this many others had to go. */
  | { readonly kind: "saved"; readonly run: KeptRun; readonly dropped: number }
  /** Another page has saved the run meanwhile: nothing was kept. */
  | { readonly kind: "taken" }
  | { readonly kind: "failed"; readonly full: boolean };

class Taken extends Error {}

export class Shelf {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Rejects when the browser refuses its storage. */
  async look(): Promise<Shelved> {
    const all = await this.#place.all();
    const runs = all.flatMap(([, value]) => (isKeptRun(value) ? [value] : []));
    const damaged = all.flatMap(([key, value]) => (isKeptRun(value) ? [] : [key]));
    return { runs: runs.toSorted((one, other) => other.savedAt - one.savedAt), damaged };
  }

  /**
   * Keeps a run in place of its revision `over`, or as a new one when `over` is null. The run
   * keeps the name that it has on the shelf.
   */
  async save(run: KeptRun, over: string | null): Promise<Saved> {
    for (let dropped = 0; ; dropped += 1) {
      try {
        const kept = await this.#put(run, over);
        await this.#trim(run.id);
        return { kind: "saved", run: kept, dropped };
      } catch (error) {
        if (error instanceof Taken) return { kind: "taken" };
        const full = isFull(error);
        if (!full || !(await this.#dropOldest(run.id))) return { kind: "failed", full };
      }
    }
  }

  async rename(id: string, name: string | null): Promise<void> {
    await this.#place.put(id, (old) => {
      if (!isKeptRun(old)) throw new Error("That run is no longer kept.");
      return { ...old, name };
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#place.remove(ids);
  }

  async #put(run: KeptRun, over: string | null): Promise<KeptRun> {
    let kept = run;
    await this.#place.put(run.id, (old) => {
      const before = isKeptRun(old) ? old : null;
      // A run that was deleted from the list meanwhile is simply kept again.
      if (before !== null && before.revision !== over && before.page !== run.page)
        throw new Taken();
      kept = { ...run, name: before?.name ?? run.name };
      return kept;
    });
    return kept;
  }

  /** Removes the runs beyond `RUNS_MAX`, of which `id` is none. */
  async #trim(id: string): Promise<void> {
    const { runs, damaged } = await this.look();
    const excess = runs.length + damaged.length - RUNS_MAX;
    if (excess > 0) await this.#place.remove(firstToGo(runs, damaged, id).slice(0, excess));
  }

  /** Returns whether there was a run that could go. */
  async #dropOldest(id: string): Promise<boolean> {
    try {
      const { runs, damaged } = await this.look();
      const [first] = firstToGo(runs, damaged, id);
      if (first === undefined) return false;
      await this.#place.remove([first]);
      return true;
    } catch {
      return false;
    }
  }
}

/** What is damaged goes first, then the oldest run without a name, and named runs last. */
function firstToGo(
  runs: readonly KeptRun[],
  damaged: readonly string[],
  staying: string,
): readonly string[] {
  const oldest = runs.filter((run) => run.id !== staying).toReversed();
  const named = (isNamed: boolean) =>
    oldest.filter((run) => (run.name !== null) === isNamed).map((run) => run.id);
  return [...damaged, ...named(false), ...named(true)];
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
