/** What somebody wants hunted, as the form has it, and what a hunt makes of it. Pure. */

import type { HuntPlan } from "./words.ts";

export interface HuntChoice {
  /** The rule that is left out; null: whole Raft. */
  readonly bug: string | null;
  /** The only accusation that counts; null: any. */
  readonly property: string | null;
  /** Null: each seed draws its cluster. */
  readonly nodes: number | null;
  readonly first: number;
  readonly seeds: number;
  readonly stopsAtCatch: boolean;
}

export const usualHunt: HuntChoice = {
  bug: null,
  property: null,
  nodes: null,
  first: 0,
  seeds: 20_000,
  stopsAtCatch: true,
};

/** Sizes a hunt may be held to; any other is for a scenario file and the command line. */
export const huntedSizes = [3, 5, 7] as const;

/** The largest seed a form takes: all of it is exact in a number of the page. */
export const SEED_MAX = 1_000_000_000_000;
export const SEEDS_MAX = 10_000_000;

export function planOf({ bug, property, nodes }: HuntChoice): HuntPlan {
  return {
    options: nodes === null ? null : { nodes },
    bugs: bug === null ? [] : [bug],
    property,
    breaksAssumptions: false,
  };
}

/** The same hunt on the command line. */
export function huntCommand(choice: HuntChoice): string {
  const { bug, property, nodes, first, seeds, stopsAtCatch } = choice;
  return [
    `raft-playground hunt --seeds ${first}..${first + seeds}`,
    bug === null ? "" : ` --bug ${bug}`,
    property === null ? "" : ` --property ${property}`,
    nodes === null ? "" : ` --nodes ${nodes}`,
    stopsAtCatch ? " --first" : "",
  ].join("");
}
