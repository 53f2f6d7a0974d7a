/** Parts of the page that are fetched when the first one of them is asked for. */

import type { Session } from "../session/session.ts";
import { closeTopmost } from "../state.ts";

/** When it cannot be fetched, the page says so and closes what waited for it. */
export function load(session: Session, part: Promise<unknown>): void {
  part.catch(() => {
    session.update(closeTopmost);
    session.say("That part of the page could not be fetched. Is there a connection?", "refused");
  });
}
