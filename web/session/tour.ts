/** The tour: leaving it, and starting over. */

import { openingRun } from "../narrator/seed.ts";
import { change } from "./runs.ts";
import type { Session } from "./session.ts";

/** Ends the tour; it comes back only when somebody starts over. */
export function leaveTour(session: Session): void {
  session.update((page) => (page.touring ? { ...page, touring: false, guesses: [] } : page));
}

/** Begins the tour with the run that a first visit opens with. */
export function startOver(session: Session): void {
  change(session, "fresh", () => session.engine.newRun(openingRun));
  session.update((page) => ({ ...page, touring: true, guesses: [] }));
}
