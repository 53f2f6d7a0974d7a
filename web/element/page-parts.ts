/** Parts that the layouts of the page have in common. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { icon } from "./icons.ts";
import type { Seen } from "./seen.ts";
import "./logs.ts";
import "./narration.ts";
import "./ring.ts";

/** What a layout needs besides the picture. */
export interface Layout {
  /** Asks the frame loop for a frame. */
  readonly requestFrame: () => void;
  readonly seen: Seen;
}

/** The place of what the page says of the moment: the narration card, or the head of a comparison. */
export function narrationPart(session: Session, picture: Picture): TemplateResult {
  return html`<div class="narration">${headPart(session, picture)}</div>`;
}

/** The narration card, or the head of a comparison. */
function headPart(session: Session, picture: Picture): TemplateResult {
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
export function logPart(
  session: Session,
  picture: Picture,
  rows: number | null = null,
): TemplateResult {
  return picture.comparedRun === null
    ? html`<raft-logs .session=${session} .picture=${picture} .rows=${rows}></raft-logs>`
    : html`<raft-comparison .session=${session} .picture=${picture}></raft-comparison>`;
}

export function choicesPart(session: Session, picture: Picture): TemplateResult {
  return html`<section class="panel raised choices-panel" aria-label="What can happen next">
    <raft-choices .session=${session} .picture=${picture}></raft-choices>
  </section>`;
}

/** What this page is, where nothing has happened yet. */
export function welcomePart(session: Session): TemplateResult {
  const open = () => session.openSheet({ kind: "help" });
  return html`<div class="welcome">
    <p>
      Raft keeps one log the same on several servers, so that a service goes on and loses nothing
      while a minority of them is down.
    </p>
    <p class="quiet">
      Here you run it: let a leader be elected, write, crash nodes, cut the network, rewind, and send
      the exact run to someone.
    </p>
    <p><button class="quiet-button text" @click=${open}>${icon("help")}What the signs mean</button></p>
  </div>`;
}
