/** The outcome of a hunt in words. Pure. */

import { countOf, countWords } from "../words/format.ts";
import type { HuntChoice } from "./choice.ts";
import type { HuntProgress } from "./hunt.ts";
import type { HuntNames } from "./words.ts";

/** Returns one sentence or a few, such as "No violation in 20 000 runs." */
export function huntOutcomeWords(
  { state, results, seeds, sentence }: HuntProgress,
  choice: HuntChoice,
) {
  if (state === "running")
    return `${countWords(results.runs)} of ${countOf(seeds, "run", "runs")}.`;
  const runs = countOf(results.runs, "run", "runs");
  const found = `${foundWords(results.catches.length)} in ${runs}.`;
  if (state === "failed") return `${sentence ?? "The hunt has ended."} ${found}`;
  if (state === "stopped") return `Stopped. ${found}`;
  return results.catches.length === 0 && choice.bug !== null ? `${found} ${furtherWords}` : found;
}

const furtherWords = "The rule was not missed there: try more seeds, or let any property count.";

function foundWords(catches: number): string {
  return catches === 0 ? "No violation" : countOf(catches, "violation", "violations");
}

interface Count {
  readonly name: string;
  readonly count: number;
}

/** What was tried, by name: faults, and apart from them the repairs that undid some. */
export function triedCounts(
  { faults: names, repairs }: Pick<HuntNames, "faults" | "repairs">,
  counts: readonly number[],
): { readonly faults: readonly Count[]; readonly repairs: readonly Count[] } {
  const only = (isWanted: boolean) =>
    seenCounts(
      names,
      counts.map((count, place) => (repairs.includes(place) === isWanted ? count : 0)),
    );
  return { faults: only(false), repairs: only(true) };
}

/** Pairs names with their counts, without those of count 0. */
export function seenCounts(names: readonly string[], counts: readonly number[]): readonly Count[] {
  return names
    .map((name, place) => ({ name, count: counts[place] ?? 0 }))
    .filter(({ count }) => count > 0);
}
