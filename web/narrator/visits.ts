/** Remembers that this browser has visited. Without storage, every visit counts as the first. */

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
    // Without storage, the next visit counts as the first again.
  }
}
