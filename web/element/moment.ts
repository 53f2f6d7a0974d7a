/** The sentence that explains the moment. */

import { html, nothing, type TemplateResult } from "lit";
import type { View } from "../engine/view.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { sectionTag } from "./feed.ts";

export function moment(_session: Session, { moment: event, view }: Picture): TemplateResult {
  return html`<section class="moment" aria-label="Explanation">
    ${view.violation ? violationWords(view) : nothing}
    ${event === null ? nothing : html`<p>${event.sentence} ${sectionTag(event)}</p>`}
  </section>`;
}

/** A violation, in red only while the assumptions of Raft hold. */
function violationWords({ violation, assumption }: View): TemplateResult {
  const words = `${violation?.title}: ${violation?.sentence}`;
  return assumption === null
    ? html`<p class="violation-words">${words}</p>`
    : html`<p>After that, ${words}</p>`;
}
