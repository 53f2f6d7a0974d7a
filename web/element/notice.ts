/** Notices, which stand in front of everything for a few seconds. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import type { Notice } from "../session/state.ts";

/** Milliseconds a notice stays, and those more that it takes to read each of its letters. */
const STAYS = 2000;
const PER_LETTER = 50;

export function notice({ page }: Picture): TemplateResult {
  const words = page.notice;
  return html`<div class="notice ${words?.tone ?? "none"}" role="alert">${words?.text ?? nothing}</div>`;
}

/** Removes each notice when it has been read. */
export class NoticeTimer {
  #watched: Notice | null = null;
  #timer = 0;

  watch(session: Session): void {
    const { notice } = session.page;
    if (notice === this.#watched) return;
    this.#watched = notice;
    window.clearTimeout(this.#timer);
    if (notice === null) return;
    this.#timer = window.setTimeout(
      () => {
        session.update((page) => ({ ...page, notice: null }));
      },
      STAYS + PER_LETTER * notice.text.length,
    );
  }
}
