/** Named branches, kept in the browser as links so that they survive a reload. */

import type { Microseconds } from "../engine/view.ts";

const KEY = "raft-playground.branches";
/** The oldest gives way. */
const KEPT_MAX = 30;

export interface Kept {
  readonly name: string;
  readonly seed: number;
  readonly at: Microseconds;
  /** The share link's fragment. */
  readonly link: string;
}

export interface KeepingPlace {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** What is kept, the newest first; nothing when there is no storage or it holds something else. */
export function keptBranches(storage: () => KeepingPlace): readonly Kept[] {
  try {
    const found: unknown = JSON.parse(storage().getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** Keeps it in place of what the same run had under this name; false when storage refuses. */
export function keepBranch(storage: () => KeepingPlace, branch: Kept): boolean {
  const others = keptBranches(storage).filter((other) => !isSame(other, branch));
  return write(storage, [branch, ...others].slice(0, KEPT_MAX));
}

export function forgetBranch(
  storage: () => KeepingPlace,
  branch: Pick<Kept, "name" | "seed">,
): boolean {
  const kept = keptBranches(storage);
  const others = kept.filter((other) => !isSame(other, branch));
  return others.length === kept.length || write(storage, others);
}

function write(storage: () => KeepingPlace, branches: readonly Kept[]): boolean {
  try {
    storage().setItem(KEY, JSON.stringify(branches));
    return true;
  } catch {
    return false;
  }
}

function isSame(one: Pick<Kept, "name" | "seed">, other: Pick<Kept, "name" | "seed">): boolean {
  return one.name === other.name && one.seed === other.seed;
}

/** Anything may be in there: another version's, or somebody's own. */
function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null) return false;
  const { name, seed, at, link } = value as Partial<Record<keyof Kept, unknown>>;
  return (
    typeof name === "string" &&
    typeof seed === "number" &&
    typeof at === "number" &&
    typeof link === "string"
  );
}
