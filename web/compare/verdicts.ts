/** The verdict on each of two compared runs, in words. Pure. */

import type { View } from "../engine/view.ts";
import { checksAndFaults } from "../words/fault-counts.ts";
import { countOf } from "../words/format.ts";
import { verdictOf } from "../words/verdict.ts";

/** "2 violations". */
export function violationsOf(view: View): string {
  return countOf(verdictOf(view).violations, "violation", "violations");
}

/** The violations, what was checked and tried, and what broke last: an assumption or a property. */
export function verdictWords(view: View): string {
  const counted = `${violationsOf(view)} ${checksAndFaults(verdictOf(view).checks, view)}.`;
  const broken = view.latestViolation ?? view.violation;
  const violation = broken === null ? "" : `${broken.title}: ${broken.sentence}`;
  const words = [counted, view.assumption ?? "", violation];
  return words.filter((sentence) => sentence !== "").join(" ");
}
