/**
 * What one tab remembers of its run: which one it shows, and what it could not keep any more when
 * its page went away. A reload finds both again; another tab does not.
 */

import { isKeptRun, type KeptRun } from "./kept-run.ts";

const KEY = "raft-playground.tab";
const RESTORING = "raft-playground.restoring";

export interface TabStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface TabMemory {
  /** The kept run that the tab shows. */
  readonly id: string | null;
  /** The run as it was when the page went away, and the revision that it was to replace. */
  readonly unsaved: { readonly run: KeptRun; readonly over: string | null } | null;
}

const nothing: TabMemory = { id: null, unsaved: null };

export class Tab {
  readonly #own: () => TabStorage;
  readonly #common: () => TabStorage;

  /** `own` is the storage of the tab, `common` that of all tabs. Either may throw. */
  constructor(own: () => TabStorage, common: () => TabStorage) {
    this.#own = own;
    this.#common = common;
  }

  recall(): TabMemory {
    try {
      const found: unknown = JSON.parse(this.#own().getItem(KEY) ?? "null");
      if (typeof found !== "object" || found === null) return nothing;
      const { id, unsaved } = found as Partial<TabMemory>;
      const isWhole = isKeptRun(unsaved?.run);
      return { id: typeof id === "string" ? id : null, unsaved: isWhole ? unsaved : null };
    } catch {
      return nothing;
    }
  }

  remember(memory: TabMemory): void {
    try {
      this.#own().setItem(KEY, JSON.stringify(memory));
    } catch {
      // A tab without memory shows the newest kept run after a reload.
    }
  }

  /** Whether the page went away while it brought this run back, so that it may do so again. */
  failedOn(revision: string): boolean {
    try {
      return this.#common().getItem(RESTORING) === revision;
    } catch {
      return false;
    }
  }

  /** Notes that this run is being brought back; null when that is over. */
  bringsBack(revision: string | null): void {
    try {
      if (revision === null) this.#common().removeItem(RESTORING);
      else this.#common().setItem(RESTORING, revision);
    } catch {
      // Without storage, nothing is brought back either.
    }
  }
}
