/** Parts that a wide page and a phone's have in common. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import "./logs.ts";
import "./narration.ts";
import "./ring.ts";

/** The narration card, or the head of a comparison. */
export function headPart(session: Session, picture: Picture): TemplateResult {
  return picture.comparedRun === null
    ? html`<raft-narration .session=${session} .picture=${picture}></raft-narration>`
    : html`<raft-compare-head .session=${session} .picture=${picture}></raft-compare-head>`;
}

/** The ring, or two of them side by side. */
export function ringPart(
  session: Session,
  picture: Picture,
  requestFrame: () => void,
): TemplateResult {
  return html`<raft-ring .session=${session} .picture=${picture} .requestFrame=${requestFrame}></raft-ring>
    ${
      picture.comparedRun === null
        ? nothing
        : html`<raft-compared-ring .session=${session} .picture=${picture} .requestFrame=${requestFrame}></raft-compared-ring>`
    }`;
}

/** The logs, or the differences of the two compared runs. */
export function logPart(session: Session, picture: Picture): TemplateResult {
  return picture.comparedRun === null
    ? html`<raft-logs .session=${session} .picture=${picture}></raft-logs>`
    : html`<raft-comparison .session=${session} .picture=${picture}></raft-comparison>`;
}

export function choicesPart(session: Session, picture: Picture): TemplateResult {
  return html`<section class="panel raised choices-panel" aria-label="What can happen next">
    <raft-choices .session=${session} .picture=${picture}></raft-choices>
  </section>`;
}
