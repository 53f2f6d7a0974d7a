/** The faults of a run one by one, in words that are fetched when there are any. */

import type { View } from "../engine/view.ts";
import { checkedWords, NO_FAULT, triedWords } from "../words/tried.ts";

let words: typeof import("../words/fault-counts.ts") | null = null;

/** Fetches them if there is anything to tell; resolves to whether they are new here. */
export async function fetchFaultCounts(view: View): Promise<boolean> {
  if (words !== null || triedWords(view) === NO_FAULT) return false;
  words = await import("../words/fault-counts.ts");
  return true;
}

/** "in 12 345 checks; 5 crashes, 2 partitions", or at first "in 12 345 checks; 7 faults". */
export function checksAndFaults(checks: number, view: View): string {
  return words?.checksAndFaults(checks, view) ?? `${checkedWords(checks)}; ${triedWords(view)}`;
}
