/** For which violations Raft answers. Pure. */

import type { View, ViolationView } from "../engine/view.ts";

/**
 * The violation found last of those that Raft answers for: what came after a broken assumption is no
 * fault of its own. The module that loads first knows the first one only.
 */
export function latestViolation(view: View): ViolationView | null {
  return [view.latestViolation, view.violation].find((it) => it && isOfRaft(view, it)) ?? null;
}

/** Whether Raft answers for a violation. A clock that drifts excuses stale reads by a lease only. */
export function isOfRaft({ assumption, assumptionAt }: View, of: ViolationView): boolean {
  return (
    assumptionAt === null ||
    of.at < assumptionAt ||
    (isDrift(assumption) && !/lease|linear/.test(of.property))
  );
}

/** Whether the broken assumption is that of leases about clocks (Thesis §6.4.1). */
export function isDrift(assumption: string | null): boolean {
  return assumption?.includes("clock drift") ?? false;
}
