/** The feed: decisions with their reasons, the newest first. It stands still under a pointer. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { FeedEvent } from "../engine/view.ts";
import { toggleChoices } from "../session/cluster.ts";
import type { Session } from "../session/session.ts";
import { momentWords } from "../words/format.ts";
import { noteOf } from "../words/note.ts";
import { moveFocus } from "./arrow-keys.ts";
import { ListPanel } from "./panel.ts";
import { StillList } from "./still-list.ts";

export class RaftFeed extends ListPanel {
  protected override readonly later = 2;
  #list = new StillList<FeedEvent>(({ seq }) => seq);
  #shownOf = "";

  /** Most new pictures of a run that plays have the same list. */
  override shouldUpdate(changed: PropertyValues<this>): boolean {
    const old = changed.get("picture");
    return old?.feed !== this.picture.feed || old.page !== this.picture.page;
  }

  override render(): TemplateResult {
    const { page, feed, run, view } = this.picture;
    // Another run, a rewind or a change of what is listed shows another list.
    const of = `${run}/${view.branch}/${page.everyDecision}/${page.playing}`;
    if (of !== this.#shownOf) this.#list.forget();
    this.#shownOf = of;
    const shown = this.#list.show(feed).filter((event) => event.at <= view.now);
    return html`
      <div class="panel-head">
        <label class="check">
          <input type="checkbox" .checked=${page.everyDecision} @change=${this.#toggleEvery} />
          routine ones too
        </label>
        <span class="spacer"></span>
        <button class="quiet-button text" title="What can happen next (Q)" aria-expanded=${page.raised === "choices"}
          @click=${() => toggleChoices(this.session)}>What can happen next</button>
      </div>
      ${feed.length === 0 ? html`<p class="quiet">Nothing has been decided yet.</p>` : nothing}
      <ol class="feed scroll" tabindex="0" aria-label="Decisions, newest first" reversed
        @keydown=${(event: KeyboardEvent) => moveFocus(event, ".feed-at")}
        @pointerenter=${this.#hold} @pointerleave=${this.#release}>
        ${repeat(
          shown.toReversed(),
          (event) => event.seq,
          (event) => feedLine(this.session, event),
        )}
      </ol>`;
  }

  #hold(): void {
    this.#list.hold(true);
  }

  #release(): void {
    if (this.#list.hold(false)) this.requestUpdate();
  }

  #toggleEvery(): void {
    this.session.update((page) => ({ ...page, everyDecision: !page.everyDecision }));
  }
}

/** One decision; a press seeks its moment, and one on its section asks why. */
export function feedLine(session: Session, event: FeedEvent): TemplateResult {
  return html`<li class="feed-line ${event.weight}">
    <button class="feed-at" tabindex="-1" title="Go to this moment" aria-describedby="event-${event.seq}"
      @click=${() => session.transport.seek(event.at)}>${momentWords(event.at)}</button>
    <span id="event-${event.seq}">${event.sentence} ${noteOf(event)} ${sectionTag(session, event)}</span>
  </li>`;
}

function sectionTag(
  session: Session,
  { seq, section }: FeedEvent,
): TemplateResult | typeof nothing {
  if (section === null) return nothing;
  const ask = () => session.openSheet({ kind: "ask", decision: seq });
  return html`<button class="section why" tabindex="-1" title="Why so?" @click=${ask}>${section}</button>`;
}

customElements.define("raft-feed", RaftFeed);
