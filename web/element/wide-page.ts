/** The page on a wide screen: everything at once. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { automaticWords, faultButtons, faultsDrawerButton } from "./buttons.ts";
import { raisedDrawer } from "./draw-panel.ts";
import { bar, rulesOff } from "./head.ts";
import { choicesPart, headPart, logPart, ringPart } from "./page-parts.ts";
import { transport } from "./transport.ts";
import "./client.ts";
import "./feed.ts";
import "./inspector.ts";
import "./network.ts";

export function widePage(
  session: Session,
  picture: Picture,
  requestFrame: () => void,
): TemplateResult {
  const { raised, controls } = picture.page;
  return html`
    ${bar(session, picture)} ${rulesOff(picture)}
    <section class="scene" aria-label="Cluster">
      ${headPart(session, picture)}
      <div class="scene-body">
        ${controls === "full" && picture.comparedRun === null ? faultsColumn(session, picture) : nothing}
        ${ringPart(session, picture, requestFrame)}
      </div>
    </section>
    <section class="reading" aria-label="Logs">${logPart(session, picture)}</section>
    <div class="strip">
      <section class="panel" aria-label="Client">
        <raft-client .session=${session} .picture=${picture}></raft-client>
      </section>
      <section class="panel ${raised === "feed" ? "raised" : ""}" aria-label="Decisions">
        <raft-feed .session=${session} .picture=${picture}></raft-feed>
      </section>
      <section class="panel ${raised === "inspector" ? "raised" : ""}" aria-label="Details">
        <raft-inspector .session=${session} .picture=${picture}></raft-inspector>
      </section>
    </div>
    ${raisedDrawer(session, picture)}
    ${raised === "choices" ? choicesPart(session, picture) : nothing}
    ${controls === "none" ? nothing : transport(session, picture)}`;
}

function faultsColumn(session: Session, picture: Picture): TemplateResult {
  return html`<div class="faults" role="group" aria-label="Faults">
    ${faultButtons(session, picture)} ${faultsDrawerButton(session, picture)}
    <raft-network .session=${session} .picture=${picture}></raft-network>
    ${automaticWords(picture)}
  </div>`;
}
