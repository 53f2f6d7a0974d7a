/** Fetches the parts of the page that the first load leaves out. */

import type { PanelId } from "../session/panels.ts";
import type { Session } from "../session/session.ts";
import { closeTopmost, type PageState } from "../session/state.ts";
import { isHistoryOpen } from "../words/verdict.ts";
import { fetchPanel, isFetched, openPanel } from "./draw-panel.ts";
import { leavesRuleOut } from "./head.ts";
import { fetchFaultCounts } from "./late-faults.ts";
import { fetchSigns } from "./late-signs.ts";
import { load } from "./load.ts";
import { isFast } from "./narration.ts";

export class LazyParts {
  #waitsForEngine = false;
  /** Panels that are being fetched. */
  readonly #coming = new Set<PanelId>();

  /** Fetches the parts that the page is to show and does not have yet. */
  fetch(session: Session, root: ParentNode): void {
    const { page, picture } = session;
    const panel = openPanel(page);
    if (page.sheet !== null) load(session, import("./sheets.ts"));
    if (panel !== null) this.#fetchPanel(session, panel.id);
    if (panel?.needsFullEngine) this.#fetchEngine(session);
    if (page.menu !== null) load(session, import("./menu.ts"));
    if (page.reading === "flight" || page.sheet?.kind === "all-flights")
      load(session, import("./flights.ts"));
    if (page.presents) load(session, import("./present.ts"));
    if (picture.view.requests[0]) load(session, import("./log-entries.ts"));
    if (page.raised === "choices") load(session, import("./choices.ts"));
    if (leavesRuleOut(picture)) load(session, import("./rule-off.ts"));
    if (explainsSigns(page) && picture.view.now > 0) load(session, import("./first-sight.ts"));
    if (isFast(page))
      load(
        session,
        import("./spoken-state.ts").then((part) => part.speakState(session, root)),
      );
    // The first module has no words for a violation, since whole Raft has none.
    if (picture.view.violation !== null) void session.fullEngine.fetch();
    if (picture.comparedRun) load(session, import("./comparison.ts"));
    load(session, drawAgainWith(session, fetchFaultCounts(picture.view)));
    if (!session.fullEngine.isHere) return;
    load(session, drawAgainWith(session, fetchSigns()));
    if (isHistoryOpen(picture.run, picture.view, page.judged))
      load(
        session,
        import("./history-watch.ts").then((part) => part.watchHistory(session)),
      );
  }

  #fetchPanel(session: Session, id: PanelId): void {
    if (isFetched(id) || this.#coming.has(id)) return;
    this.#coming.add(id);
    const drawAgain = () => session.update((page) => ({ ...page }));
    load(
      session,
      fetchPanel(id)
        .then(drawAgain)
        .finally(() => this.#coming.delete(id)),
    );
  }

  /** Fetches the full engine for a panel, and closes the panel when that fails. */
  #fetchEngine(session: Session): void {
    if (session.fullEngine.isHere || this.#waitsForEngine) return;
    this.#waitsForEngine = true;
    void session.fullEngine.fetch().then((isHere) => {
      this.#waitsForEngine = false;
      if (!isHere) session.update(closeTopmost);
    });
  }
}

/** The page is drawn again with a part when it has come and is new. */
async function drawAgainWith(session: Session, part: Promise<boolean>): Promise<void> {
  if (await part) session.update((page) => ({ ...page }));
}

/** Whether each sign is explained where it first appears: where there is room for a line. */
function explainsSigns({ controls, compact, presents }: PageState): boolean {
  return controls === "full" && !compact && !presents;
}
