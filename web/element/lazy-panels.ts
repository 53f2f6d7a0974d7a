/** Parts of the page that are fetched when the first one of them is asked for. */

import type { Session } from "../session/session.ts";
import { closeTopmost, openDrawer } from "../session/state.ts";
import { leavesRuleOut } from "./head.ts";

export class LateParts {
  #waitsForEngine = false;

  /** Fetches what the page is to show and has not got. */
  fetch(session: Session): void {
    const { page, picture } = session;
    const drawer = openDrawer(page);
    if (page.sheet !== null) load(session, import("./sheets.ts"));
    if (page.sheet?.kind === "verdict") this.#loadWithEngine(session, import("./verdict.ts"));
    if (page.sheet?.kind === "hunt") load(session, import("./hunter.ts"));
    if (drawer === "faults") load(session, import("./faults-drawer.ts"));
    if (drawer === "history") this.#loadWithEngine(session, import("./history.ts"));
    if (page.menu !== null) load(session, import("./menu.ts"));
    if (page.raised === "choices") load(session, import("./choices.ts"));
    if (leavesRuleOut(picture)) load(session, import("./rule-off.ts"));
    if (picture.beside) load(session, import("./comparison.ts"));
  }

  /** What clients saw is for the full engine to say. */
  #loadWithEngine(session: Session, part: Promise<unknown>): void {
    load(session, part);
    if (session.fullEngine.isHere || this.#waitsForEngine) return;
    this.#waitsForEngine = true;
    void session.fullEngine.fetch().then((isHere) => {
      this.#waitsForEngine = false;
      if (!isHere) session.update(closeTopmost);
    });
  }
}

/** When it cannot be fetched, the page says so and closes what waited for it. */
export function load(session: Session, part: Promise<unknown>): void {
  part.catch(() => {
    session.update(closeTopmost);
    session.say("That part of the page could not be fetched. Is there a connection?", "refused");
  });
}
