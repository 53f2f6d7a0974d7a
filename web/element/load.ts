/** What becomes of the page when a part of it cannot be fetched. */

import type { Session } from "../session/session.ts";
import { closeTopmost } from "../session/state.ts";

/** When a part cannot be fetched, shows a notice and closes the topmost thing, which needed it. */
export function load(session: Session, part: Promise<unknown>): void {
  part.catch(() => {
    session.update(closeTopmost);
    session.say("That part of the page could not be fetched. Is there a connection?", "refused");
  });
}
