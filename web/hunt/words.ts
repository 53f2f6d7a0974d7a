/**
 * The messages between the page and its hunting workers, and the results of a hunt. The engine's
 * part of these shapes is written in `crates/raft-check/src/shape.rs`, which the command line
 * prints as well, and in `crates/raft-wasm/src/hunter.rs`.
 */

import type { Microseconds, RunOptions } from "../engine/view.ts";

/** What a hunt looks for, and in which runs. */
export interface HuntPlan {
  /** The options of every run; null when each seed draws its own. */
  readonly options: RunOptions | null;
  /** Rules of Raft left out on purpose. */
  readonly bugs: readonly string[];
  /** The only failure that counts; null for any. */
  readonly property: string | null;
  /** Whether disks may lie and be wiped. */
  readonly breaksAssumptions: boolean;
  /** Whether a lot ends with its first catch. */
  readonly stopsAtCatch: boolean;
  /** Whether seeds draw all extensions of Raft, and transfers of the lead. */
  readonly allOptions: boolean;
  /** Whether seeds draw all kinds of faults, also those that came after the published hunts. */
  readonly allFaults: boolean;
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

/** The results of some seeds. */
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
  /** The link of the run, at the moment at which it ends. */
  readonly link: string;
  /** The actions of the run; only of one that was shrunk. */
  readonly actions?: readonly SaidAt[];
  /**
   * Where the missing rule made a node decide wrongly, the first times and the last; only of a run
   * that was shrunk.
   */
  readonly missteps?: readonly SaidAt[];
}

export interface HuntNames {
  readonly faults: readonly string[];
  /** The places in `faults` of those that undo another one: repairs, and no faults. */
  readonly repairs: readonly number[];
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
  /** What is left out, what that causes, and why the rule exists. */
  readonly paragraph: string;
  /** The rule itself, as an instruction to a node. */
  readonly rule: string;
  /** "Raft §5.2". */
  readonly section: string;
  /** What a hunt for it looks for: "election_safety"; null where a cluster only becomes slower. */
  readonly breaks: string | null;
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

/** The sentence for a worker that could not be started or could not fetch the engine. */
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
