/** The page on a phone: the ring, one tab at a time, and the bar for the thumb. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { tabs } from "../session/state.ts";
import { bar, rulesOff } from "./head.ts";
import { icon } from "./icons.ts";
import { choicesPart, headPart, logPart, ringPart } from "./page-parts.ts";
import { thumbBar, timelinePanel } from "./transport.ts";
import "./feed.ts";
import "./inspector.ts";

const tabWords = { logs: "Logs", timeline: "Timeline", explain: "Explain" } as const;

export function compactPage(
  session: Session,
  picture: Picture,
  requestFrame: () => void,
): TemplateResult {
  const { side, raised, controls } = picture.page;
  return html`
    ${bar(session, picture)} ${rulesOff(picture)}
    <section class="scene" aria-label="Cluster">
      ${headPart(session, picture)}
      <div class="scene-body side-${side}">${ringPart(session, picture, requestFrame)}</div>
    </section>
    ${tabbedReadings(session, picture)}
    ${raised === "choices" ? choicesPart(session, picture) : nothing}
    ${controls === "none" ? nothing : thumbBar(session, picture)}`;
}

function tabbedReadings(session: Session, picture: Picture): TemplateResult {
  const { tab, raised } = picture.page;
  const tall = raised === "feed" || raised === "inspector";
  const rise = () => session.update((page) => ({ ...page, raised: tall ? null : "inspector" }));
  return html`<section class="tabs ${tall ? "tall" : ""}" aria-label="Readings">
    <div class="tab-heads">
      <div role="tablist" aria-label="Readings" class="tab-list"
        @keydown=${(event: KeyboardEvent) => walkTabs(session, event)}>
        ${tabs.map(
          (
            name,
          ) => html`<button role="tab" id="tab-${name}" aria-controls="tab-panel" aria-selected=${tab === name}
            tabindex=${tab === name ? 0 : -1}
            @click=${() => session.update((page) => ({ ...page, tab: name }))}>
            ${name === "logs" && picture.comparedRun !== null ? "Differences" : tabWords[name]}
          </button>`,
        )}
      </div>
      <button class="quiet-button" aria-expanded=${tall} @click=${rise}>
        ${icon(tall ? "close" : "rise")}<span class="hidden">${tall ? "Smaller" : "Larger"}</span>
      </button>
    </div>
    <div role="tabpanel" id="tab-panel" aria-labelledby="tab-${tab}" class="tab-panel">
      ${reading(session, picture)}
    </div>
  </section>`;
}

function reading(session: Session, picture: Picture): TemplateResult {
  switch (picture.page.tab) {
    case "logs":
      return logPart(session, picture);
    case "timeline":
      return timelinePanel(session, picture);
    case "explain":
      return html`<div class="scroll explain" tabindex="0" role="group" aria-label="Explanation">
        <raft-inspector .session=${session} .picture=${picture}></raft-inspector>
        <raft-feed .session=${session} .picture=${picture}></raft-feed>
      </div>`;
  }
}

/** Arrow keys move from tab to tab, and from the last to the first. */
function walkTabs(session: Session, event: KeyboardEvent): void {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const by = event.key === "ArrowRight" ? 1 : tabs.length - 1;
  const next = tabs[(tabs.indexOf(session.page.tab) + by) % tabs.length] ?? "logs";
  session.update((page) => ({ ...page, tab: next }));
  if (event.currentTarget instanceof HTMLElement)
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  event.preventDefault();
  event.stopPropagation();
}
