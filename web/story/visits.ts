/** Whether this browser has been here before. Storage may be refused: then every visit is a first one. */

const KEY = "raft-playground.visited";

export interface SmallStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export function isFirstVisit(storage: () => SmallStorage): boolean {
  try {
    return storage().getItem(KEY) === null;
  } catch {
    return true;
  }
}

export function rememberVisit(storage: () => SmallStorage): void {
  try {
    storage().setItem(KEY, "1");
  } catch {
    // Nothing to do: the next visit is greeted as a first one.
  }
}
