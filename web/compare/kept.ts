/** Named branches, kept in the browser as links so that they survive a reload. */

import type { Microseconds } from "../engine/view.ts";

const KEY = "raft-playground.branches";
/** The most branches kept; the oldest is dropped for a new one. */
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

/** Returns the kept branches, newest first; none without storage or when it holds other data. */
export function keptBranches(storage: () => KeepingPlace): readonly Kept[] {
  try {
    const found: unknown = JSON.parse(storage().getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** Keeps a branch in place of one with its seed and name. Returns false when storage refuses. */
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

/** Whether a stored value is a kept branch: another version or a person may have written it. */
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
