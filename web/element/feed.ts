/** The feed: decisions with their reasons, the newest first. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { FeedEvent } from "../engine/view.ts";
import type { Session } from "../session/session.ts";
import { momentWords } from "../words/format.ts";
import { moveFocus } from "./arrow-keys.ts";
import { icon } from "./icons.ts";
import { Panel } from "./panel.ts";

export class RaftFeed extends Panel {
  override render(): TemplateResult {
    const { page, feed } = this.picture;
    const raised = page.raised === "feed";
    return html`
      <div class="panel-head">
        <h2>Decisions</h2>
        <label class="check">
          <input type="checkbox" .checked=${page.everyDecision} @change=${this.#toggleEvery} />
          routine ones too
        </label>
        ${page.compact ? nothing : this.#riseButton(raised)}
      </div>
      ${feed.length === 0 ? html`<p class="quiet">Nothing has been decided yet.</p>` : nothing}
      <ol class="feed scroll" tabindex="0" aria-label="Decisions, newest first" reversed
        @keydown=${(event: KeyboardEvent) => moveFocus(event, ".feed-at")}>
        ${repeat(
          feed.toReversed(),
          (event) => event.seq,
          (event) => feedLine(this.session, event),
        )}
      </ol>`;
  }

  #toggleEvery(): void {
    this.session.update((page) => ({ ...page, everyDecision: !page.everyDecision }));
  }

  /** Only on a wide page; on a phone the feed is a tab. */
  #riseButton(raised: boolean): TemplateResult {
    return html`<button class="quiet-button" aria-expanded=${raised} @click=${this.#toggleRaised}>
      ${icon(raised ? "close" : "rise")}<span class="hidden">${raised ? "Close the list" : "Enlarge the list"}</span>
    </button>`;
  }

  #toggleRaised(): void {
    this.session.update((page) => ({ ...page, raised: page.raised === "feed" ? null : "feed" }));
  }
}

/** One decision; a press seeks its moment. */
export function feedLine(session: Session, event: FeedEvent): TemplateResult {
  return html`<li class="feed-line ${event.weight}">
    <button class="feed-at" tabindex="-1" title="Go to this moment" aria-describedby="event-${event.seq}"
      @click=${() => session.transport.seek(event.at)}>${momentWords(event.at)}</button>
    <span id="event-${event.seq}">${event.sentence} ${sectionTag(event)}</span>
  </li>`;
}

export function sectionTag(event: FeedEvent): TemplateResult | typeof nothing {
  return event.section === null ? nothing : html`<cite class="section">${event.section}</cite>`;
}

customElements.define("raft-feed", RaftFeed);
