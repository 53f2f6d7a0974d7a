/**
 * What a page and its hunting workers say to each other, and what a hunt comes to. The engine's
 * part of these shapes is written in `crates/raft-check/src/shape.rs`, which the command line
 * prints as well, and in `crates/raft-wasm/src/hunter.rs`.
 */

import type { Microseconds, RunOptions } from "../engine/view.ts";

/** What a hunt is after, and where it looks. */
export interface HuntPlan {
  /** The cluster of every run; null: each seed draws one. */
  readonly options: RunOptions | null;
  /** Rules of Raft left out on purpose. */
  readonly bugs: readonly string[];
  /** The only failure that counts; null: any. */
  readonly property: string | null;
  /** Whether disks may lie and be wiped. */
  readonly breaksAssumptions: boolean;
  /** Whether a lot ends with its first catch. */
  readonly stopsAtCatch: boolean;
}

/** Sums over runs. */
export interface HuntTally {
  readonly runs: number;
  readonly events: number;
  readonly messages: number;
  readonly elections: number;
  readonly operations: number;
  readonly committed: number;
  /** Runs or histories given up for length. */
  readonly undecided: number;
  /** In the order of `HuntNames.faults`. */
  readonly faults: readonly number[];
  /** In the order of `HuntNames.sights`. */
  readonly sights: readonly number[];
}

/** What came of some seeds. */
export interface HuntResults extends HuntTally {
  /** 16 hex digits. Digests of parts add up to the digest of the whole. */
  readonly digest: string;
  readonly catches: readonly HuntCatch[];
}

/** A run in which something broke. */
export interface HuntCatch {
  readonly seed: number;
  /** As on the command line: "state_machine_safety", "linearizability", "progress". */
  readonly property: string;
  readonly title: string;
  readonly at_us: Microseconds;
  readonly sentence: string;
  /** To the moment at which it ends. */
  readonly link: string;
  /** Of a run that was made small: what is done in it. */
  readonly actions?: readonly SaidAt[];
  /**
   * Of a run that was made small: where a rule that is left out made a node decide wrongly, the
   * first times and the last.
   */
  readonly missteps?: readonly SaidAt[];
}

export interface HuntNames {
  readonly faults: readonly string[];
  readonly sights: readonly string[];
  /** Name and title. */
  readonly properties: readonly (readonly [string, string])[];
  readonly bugs: readonly GalleryEntry[];
}

/** A rule of Raft that can be left out, as the gallery shows it. */
export interface GalleryEntry {
  /** As in `options.bugs`: "vote_again". */
  readonly name: string;
  readonly title: string;
  /** What is left out, what comes of it, and why the rule is there. */
  readonly paragraph: string;
  /** The rule itself, as one would tell it to a node. */
  readonly rule: string;
  /** "Raft §5.2". */
  readonly section: string;
  /** What a hunt for it looks for: "election_safety". */
  readonly breaks: string;
  /** Where this mistake was made or found; null for what only the papers warn of. */
  readonly source: string | null;
}

export interface ShrinkProgress {
  /** How many actions the smallest run so far has. */
  readonly actions: number;
  readonly attempts: number;
}

/** The smallest run that breaks the same way. */
export interface ShrunkenCatch {
  readonly catch: HuntCatch;
  /** The text of a scenario file, with captions. */
  readonly scenario: string;
}

export interface SaidAt {
  readonly at_us: Microseconds;
  readonly sentence: string;
}

/** Of a worker without its engine, or without itself. */
export const notFetched =
  "The hunter could not be fetched. Is there a connection? Reload the page.";

/** From the page to a worker. */
export type Order =
  | { readonly kind: "begin"; readonly plan: HuntPlan }
  | { readonly kind: "lot"; readonly first: number; readonly count: number }
  | { readonly kind: "shrink"; readonly link: string; readonly property: string };

/** From a worker to the page. */
export type Answer =
  | { readonly kind: "ready"; readonly names: HuntNames }
  | { readonly kind: "lot"; readonly first: number; readonly results: HuntResults }
  | { readonly kind: "progress"; readonly progress: ShrinkProgress }
  /** The smallest run so far, in case that the shrinking is stopped. */
  | { readonly kind: "best"; readonly shrunken: ShrunkenCatch }
  | { readonly kind: "shrunken"; readonly shrunken: ShrunkenCatch }
  | { readonly kind: "refused"; readonly sentence: string };
