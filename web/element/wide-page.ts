/**
 * The page where there is room: the figure at the left, what it means at the right, time below.
 * What has nothing to show yet is not there: logs come with the first entry, tabs with the first
 * decision. Play stands early in the document, so that Tab finds it soon; the grid puts it below.
 */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { automaticWords, faultButtons, faultsDrawerButton } from "./buttons.ts";
import { isClientBeside } from "./client.ts";
import { raisedDrawer } from "./draw-panel.ts";
import { bar, rulesOff } from "./head.ts";
import {
  choicesPart,
  type Layout,
  logPart,
  narrationPart,
  ringPart,
  welcomePart,
} from "./page-parts.ts";
import { readingTabs } from "./readings.ts";
import { timeStrip, transport } from "./transport.ts";
import "./network.ts";

export function widePage(session: Session, picture: Picture, layout: Layout): TemplateResult {
  const { raised, controls } = picture.page;
  return html`
    ${controls === "none" ? nothing : transport(session, picture)}
    ${bar(session, picture)}
    <section class="scene" aria-label="Cluster">
      ${narrationPart(session, picture)}
      <div class="stage">
        ${ringPart(session, picture, layout.requestFrame)}
        ${isClientBeside(picture) ? clientPart(session, picture) : nothing}
        ${automaticWords(picture)}
      </div>
      ${
        controls === "full" && picture.comparedRun === null
          ? html`<raft-first-sight .session=${session} .picture=${picture}></raft-first-sight>
              ${faultsRow(session, picture)}`
          : nothing
      }
    </section>
    ${readingPart(session, picture, layout)}
    ${raisedDrawer(session, picture)}
    ${raised === "choices" ? choicesPart(session, picture) : nothing}
    ${controls === "none" ? nothing : timeStrip(session, picture)}`;
}

function clientPart(session: Session, picture: Picture): TemplateResult {
  return html`<section class="client" aria-label="Client">
    <raft-client .session=${session} .picture=${picture}></raft-client>
  </section>`;
}

function faultsRow(session: Session, picture: Picture): TemplateResult {
  return html`<div class="faults-row" role="group" aria-label="Faults">
    ${faultButtons(session, picture)} ${faultsDrawerButton(session, picture)}
    <raft-network .session=${session} .picture=${picture}></raft-network>
  </div>`;
}

/** Under a pointer the room for logs does not grow: what was about to be pressed stays. */
function readingPart(session: Session, picture: Picture, { seen }: Layout): TemplateResult {
  const hold = (still: boolean) => () => {
    seen.still = still;
    // What has waited for the pointer to leave may come now.
    if (!still) session.update((page) => ({ ...page }));
  };
  const rows = picture.comparedRun === null ? seen.logRows : null;
  return html`<section class="reading" aria-label="Logs and decisions"
    @pointerenter=${hold(true)} @pointerleave=${hold(false)}>
    ${rulesOff(picture)}
    ${rows === 0 ? nothing : html`<div class="log-room">${logPart(session, picture, rows)}</div>`}
    ${seen.tabs ? readingTabs(session, picture) : welcomePart(session)}
  </section>`;
}
