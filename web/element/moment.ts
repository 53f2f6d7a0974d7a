/** The sentence that explains the moment, with the button for all decisions. */

import { html, nothing, type TemplateResult } from "lit";
import type { View } from "../engine/view.ts";
import { toggleChoices } from "../session/cluster.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { momentWords } from "../words/format.ts";
import { sectionTag } from "./feed.ts";

export function moment(session: Session, { moment: event, view, page }: Picture): TemplateResult {
  const open = () => session.update((page) => ({ ...page, raised: "feed", tab: "explain" }));
  return html`<section class="moment" aria-label="Explanation">
    <div class="moment-words">
      ${view.violation ? violationWords(view) : nothing}
      <p>
        ${
          event === null
            ? "Each node waits for a leader’s heartbeat. Whoever waits too long asks for votes."
            : html`${event.sentence} ${sectionTag(event)}`
        }
      </p>
    </div>
    <p class="quiet moment-foot">
      <span>${event === null ? "" : `at ${momentWords(event.at)}`}</span>
      <button class="quiet-button text" title="Q" aria-expanded=${page.raised === "choices"}
        @click=${() => toggleChoices(session)}>What can happen next</button>
      <button class="quiet-button text" @click=${open}>All decisions</button>
    </p>
  </section>`;
}

/** A violation, in red only while the assumptions of Raft hold. */
function violationWords({ violation, assumption }: View): TemplateResult {
  const words = `${violation?.title}: ${violation?.sentence}`;
  return assumption === null
    ? html`<p class="violation-words">${words}</p>`
    : html`<p>After that, ${words}</p>`;
}
