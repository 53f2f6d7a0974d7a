/** The choices of the hunt's form, and the plan that a hunt makes of them. Pure. */

import { type HuntedCluster, optionsOfCluster } from "./cluster.ts";
import type { GalleryEntry, HuntPlan } from "./words.ts";

export interface HuntChoice {
  /** The rule that is left out; null for none. */
  readonly bug: string | null;
  /** The only failure that counts; null for any. */
  readonly property: string | null;
  readonly cluster: HuntedCluster;
  /** Whether disks may lie and be wiped, which is more than Raft promises to bear. */
  readonly breaksAssumptions: boolean;
  /** Whether each seed draws all extensions of Raft on or off, and transfers of the lead. */
  readonly allOptions: boolean;
  /** Whether seeds draw all kinds of faults, also those that the published hunts do not have. */
  readonly allFaults: boolean;
  readonly first: number;
  readonly seeds: number;
  readonly stopsAtCatch: boolean;
}

export const usualHunt: HuntChoice = {
  bug: null,
  property: null,
  cluster: { kind: "drawn" },
  breaksAssumptions: false,
  allOptions: false,
  allFaults: false,
  first: 0,
  seeds: 20_000,
  stopsAtCatch: true,
};

/** The largest seed that the form takes: the largest exact integer in JavaScript. */
export const SEED_MAX = 1_000_000_000_000;
export const SEEDS_MAX = 10_000_000;

/**
 * Chooses the rule to leave out, or none. The failure that counts is then the one that the gallery
 * names for the rule; otherwise a hunt would find failures that are easier to reach.
 */
export function leavingOut(entry: GalleryEntry | null): Partial<HuntChoice> {
  return { bug: entry?.name ?? null, property: entry?.breaks ?? null };
}

export function planOf(choice: HuntChoice): HuntPlan {
  const { bug, property, cluster, breaksAssumptions, stopsAtCatch, allOptions, allFaults } = choice;
  return {
    options: optionsOfCluster(cluster),
    bugs: bug === null ? [] : [bug],
    property,
    breaksAssumptions,
    stopsAtCatch,
    allOptions,
    allFaults,
  };
}

/** The same hunt on the command line, as the README says it. */
export function huntCommand(choice: HuntChoice): string {
  const { bug, property, cluster, breaksAssumptions, first, seeds, stopsAtCatch } = choice;
  return [
    `cargo run --release -p raft-cli -- hunt --seeds ${first}..${first + seeds}`,
    bug === null ? "" : ` --bug ${bug}`,
    property === null ? "" : ` --property ${property}`,
    cluster.kind === "size" ? ` --nodes ${cluster.nodes}` : "",
    cluster.kind === "like" ? ` --like '${cluster.link}'` : "",
    breaksAssumptions ? " --break-assumptions" : "",
    choice.allOptions ? " --all-options" : "",
    choice.allFaults ? " --all-faults" : "",
    stopsAtCatch ? " --first" : "",
  ].join("");
}
