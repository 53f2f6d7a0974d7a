/** Which example the run shown is, as long as nothing has been done to it: it has a link that lasts. */

import { heldBy, type OpenRun } from "./open-run.ts";
import type { Session } from "./session.ts";

const names = new WeakMap<OpenRun, string>();

/** Notes that the run shown was just opened as this example. */
export function noteExample(session: Session, name: string): void {
  names.set(heldBy(session).run, name);
}

/** The name of the example shown; null for any other run, and once somebody has acted in it. */
export function exampleShown(session: Session): string | null {
  const { run } = heldBy(session);
  const { branch, branches } = session.picture.view;
  const actions = (all: OpenRun["asOpened"]) => all.find(({ id }) => id === branch)?.actionCount;
  return actions(run.asOpened) === actions(branches) ? (names.get(run) ?? null) : null;
}
