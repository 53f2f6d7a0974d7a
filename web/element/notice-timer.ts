/** Removes each notice when it has been read. Fetched once the page is drawn. */

import type { ReactiveController } from "lit";
import type { Session } from "../session/session.ts";
import type { Notice } from "../session/state.ts";

/** Milliseconds a notice stays, and those more that it takes to read each of its letters. */
const STAYS = 2000;
const PER_LETTER = 50;

export class NoticeTimer implements ReactiveController {
  readonly #session: Session;
  #watched: Notice | null = null;
  #timer = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  hostUpdated(): void {
    const { notice } = this.#session.page;
    if (notice === this.#watched) return;
    this.#watched = notice;
    window.clearTimeout(this.#timer);
    if (notice === null) return;
    this.#timer = window.setTimeout(
      () => {
        this.#session.update((page) => ({ ...page, notice: null }));
      },
      STAYS + PER_LETTER * notice.text.length,
    );
  }
}
