/** Where kept runs lie: IndexedDB in a browser, a map in tests. */

import { createStore, delMany, entries, update } from "idb-keyval";

/** Each method rejects when the browser refuses or the place is full. */
export interface Place {
  /** All that lies there, by its key. */
  all(): Promise<readonly (readonly [key: string, value: unknown])[]>;
  /**
   * Puts what `decide` makes of the value that lies there now; nothing comes between the two. When
   * `decide` throws, nothing is put and the promise rejects with what it threw.
   */
  put(key: string, decide: (old: unknown) => unknown): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

/** The browser's own place. A browser that refuses storage throws at the first use. */
export function browserPlace(): Place {
  const store = createStore("raft-playground", "runs");
  return {
    all: async () =>
      (await entries(store)).map(([key, value]) => [String(key), value as unknown] as const),
    put: (key, decide) => update(key, decide, store),
    remove: (keys) => delMany([...keys], store),
  };
}
