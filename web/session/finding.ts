/** What a hunt or the panel of checks found in the run shown, beyond what the judge looks for. */

import type { ViolationView } from "../engine/view.ts";
import type { Session } from "./session.ts";

/** Shows a violation in the branch shown, from its moment on. */
export function findViolation(session: Session, violation: ViolationView): void {
  const { run, view } = session.picture;
  const known = session.page.finding;
  const isKnown = known?.run === run && known.branch === view.branch;
  if (isKnown && known.violation.at <= violation.at) return;
  session.update((page) => ({ ...page, finding: { run, branch: view.branch, violation } }));
}
