/** How much a run was put to the test so far, as far as the bar at the top has room for it. */

import type { View } from "../engine/view.ts";
import { countOf } from "./format.ts";

export const NO_FAULT = "no fault yet";

/** "in 12 345 checks". */
export function checkedWords(checks: number): string {
  return `in ${countOf(checks, "check", "checks")}`;
}

/**
 * What may be amiss by the options in force, also when no action made it so: rules broken on
 * purpose, slow disks, messages lost, and messages that arrive twice.
 */
export function conditionsOf({ options }: Pick<View, "options">): readonly boolean[] {
  const { bugs, diskMs, lossPerMille, duplicatePerMille } = options;
  return [bugs.length > 0, diskMs[1] > 0, lossPerMille > 0, duplicatePerMille > 0];
}

/**
 * Whether and how much was tried, in words that are never long: "no fault yet", "3 faults". What is
 * amiss by the options in force counts, too.
 */
export function triedWords(view: Pick<View, "options" | "tried">): string {
  const counts = Object.values(view.tried);
  const conditions = conditionsOf(view).filter((holds) => holds).length;
  const faults = counts.reduce((sum, count) => sum + count, conditions);
  return faults === 0 ? NO_FAULT : countOf(faults, "fault", "faults");
}

/** What broke the assumption: "Node 1's disk was wiped at 4.20 s." */
export function assumptionStory(assumption: string): string {
  return `${assumption.slice(assumption.indexOf("(") + 1, -2)}.`;
}

/** The assumption's name alone: "Assumption broken: stable storage". */
export function brokenAssumption(assumption: string): string {
  return assumption.split(" (", 1).join("");
}
