/** The counts of a verdict: how many properties are violated, and how many checks were made. */

import type { View } from "../engine/view.ts";

/** Counts what is violated and all checks up to now. */
export function verdictOf(view: View): { readonly violations: number; readonly checks: number } {
  return {
    violations: Math.max(
      view.checks.filter((check) => check.violated).length,
      view.violation === null ? 0 : 1,
    ),
    checks: view.checks.reduce((sum, check) => sum + check.checked, 0),
  };
}

/** A key that changes whenever a request begins or ends in the run shown. */
export function historyKey(run: number, { branch, requestCounts }: View): string {
  const { waiting, acknowledged, refused, unknown } = requestCounts;
  return `${run}.${branch}/${waiting}.${acknowledged}.${refused}.${unknown}`;
}

/** Whether clients have seen answers that nobody has judged yet. */
export function isHistoryOpen(run: number, view: View, judged: string | null): boolean {
  return view.requestCounts.acknowledged > 0 && judged !== historyKey(run, view);
}
