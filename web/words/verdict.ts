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
