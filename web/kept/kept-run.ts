/** A run as this browser keeps it, and the sentence parts that a list of runs says of it. Pure. */

import type { KeptBranches } from "../engine/engine.ts";
import type { Microseconds } from "../engine/view.ts";
import type { Captions } from "../session/state.ts";
import { countOf, momentWords } from "../words/format.ts";

export interface KeptRun {
  readonly format: 1;
  readonly id: string;
  /** Another one at each saving, so that a page notices when another page has saved the run. */
  readonly revision: string;
  /** The page that saved it: one visit of one tab. */
  readonly page: string;
  /** The name that somebody gave it. */
  readonly name: string | null;
  /** The scenario's title; empty for a run without one. */
  readonly title: string;
  readonly seed: number;
  readonly nodes: number;
  /** The moment shown. */
  readonly at: Microseconds;
  /** The furthest moment of the branch shown. */
  readonly head: Microseconds;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly run: KeptBranches;
  /** The place of the branch beside it, if two were compared. */
  readonly beside: number | null;
  /**
   * Where the captions of its scenario end, `branch` being a place; an older record has none. A run
   * of one branch has them in its link.
   */
  readonly captions?: Captions | null;
}

/** Characters in the name of a run, as in that of a branch. */
export const RUN_NAME_MAX = 60;

export function titleOf({ name, title, seed }: KeptRun): string {
  return name ?? (title === "" ? `Seed ${seed}` : title);
}

/** "5 nodes, 2 branches, played to 12.30 s, 1.2 kB". */
export function aboutWords(run: KeptRun): string {
  return [
    countOf(run.nodes, "node", "nodes"),
    countOf(run.run.branches.length, "branch", "branches"),
    `played to ${momentWords(run.head)}`,
    sizeWords(sizeOf(run)),
  ].join(", ");
}

/** Bytes that its branches take. */
export function sizeOf({ run }: KeptRun): number {
  return run.branches.reduce((sum, { link }) => sum + link.length, 0);
}

function sizeWords(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`;
}

/** Whether a stored value is a kept run: another version or a person may have written it. */
export function isKeptRun(value: unknown): value is KeptRun {
  const run = fieldsOf<KeptRun>(value);
  return (
    run !== null &&
    run.format === 1 &&
    [run.id, run.revision, run.page, run.title].every((text) => typeof text === "string") &&
    (run.name === null || typeof run.name === "string") &&
    [run.seed, run.nodes, run.at, run.head, run.savedAt].every(Number.isFinite) &&
    areBranches(run.run) &&
    (run.beside === null || isPlace(run.beside, run.run)) &&
    (run.captions === undefined || run.captions === null || areCaptions(run.captions, run.run))
  );
}

function areCaptions(value: unknown, run: KeptBranches): value is Captions {
  const captions = fieldsOf<Captions>(value);
  return (
    captions !== null &&
    isPlace(captions.branch, run) &&
    [captions.end, captions.actions].every(Number.isFinite)
  );
}

function areBranches(value: unknown): value is KeptBranches {
  const run = fieldsOf<KeptBranches>(value);
  if (run === null || !Array.isArray(run.branches)) return false;
  const kept = run as KeptBranches;
  return isPlace(run.shown, kept) && kept.branches.every((branch) => isBranch(branch, kept));
}

function isBranch(value: unknown, run: KeptBranches): boolean {
  const branch = fieldsOf<KeptBranches["branches"][number]>(value);
  return (
    branch !== null &&
    typeof branch.link === "string" &&
    Number.isFinite(branch.forkedAt) &&
    (branch.parent === null || isPlace(branch.parent, run))
  );
}

function isPlace(value: unknown, { branches }: KeptBranches): boolean {
  return Number.isInteger(value) && branches[Number(value)] !== undefined;
}

/** The fields that a value might have, of types that are still to be looked at. */
function fieldsOf<T>(value: unknown): Partial<Record<keyof T, unknown>> | null {
  return typeof value === "object" && value !== null ? value : null;
}
