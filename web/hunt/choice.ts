/** What somebody wants hunted, as the form has it, and what a hunt makes of it. Pure. */

import { type HuntedCluster, optionsOfCluster } from "./cluster.ts";
import type { GalleryEntry, HuntPlan } from "./words.ts";

export interface HuntChoice {
  /** The rule that is left out; null: whole Raft. */
  readonly bug: string | null;
  /** The only failure that counts; null: any. */
  readonly property: string | null;
  readonly cluster: HuntedCluster;
  /** Whether disks may lie and be wiped, which is more than Raft promises to bear. */
  readonly breaksAssumptions: boolean;
  readonly first: number;
  readonly seeds: number;
  readonly stopsAtCatch: boolean;
}

export const usualHunt: HuntChoice = {
  bug: null,
  property: null,
  cluster: { kind: "drawn" },
  breaksAssumptions: false,
  first: 0,
  seeds: 20_000,
  stopsAtCatch: true,
};

/** The largest seed a form takes: all of it is exact in a number of the page. */
export const SEED_MAX = 1_000_000_000_000;
export const SEEDS_MAX = 10_000_000;

/**
 * The choice of a rule, or of none. What counts is then the failure that the gallery names for the
 * rule: without that, a hunt finds what is easier to break.
 */
export function leavingOut(entry: GalleryEntry | null): Partial<HuntChoice> {
  return { bug: entry?.name ?? null, property: entry?.breaks ?? null };
}

export function planOf(choice: HuntChoice): HuntPlan {
  const { bug, property, cluster, breaksAssumptions, stopsAtCatch } = choice;
  return {
    options: optionsOfCluster(cluster),
    bugs: bug === null ? [] : [bug],
    property,
    breaksAssumptions,
    stopsAtCatch,
  };
}

/** The same hunt on the command line. */
export function huntCommand(choice: HuntChoice): string {
  const { bug, property, cluster, breaksAssumptions, first, seeds, stopsAtCatch } = choice;
  return [
    `raft-playground hunt --seeds ${first}..${first + seeds}`,
    bug === null ? "" : ` --bug ${bug}`,
    property === null ? "" : ` --property ${property}`,
    cluster.kind === "size" ? ` --nodes ${cluster.nodes}` : "",
    cluster.kind === "like" ? ` --like '${cluster.link}'` : "",
    breaksAssumptions ? " --break-assumptions" : "",
    stopsAtCatch ? " --first" : "",
  ].join("");
}
