/** The page on a phone: the ring, one tab at a time, and the bar for the thumb. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { type Tab, tabs } from "../session/state.ts";
import { bar, rulesOff } from "./head.ts";
import { icon } from "./icons.ts";
import {
  choicesPart,
  type Layout,
  logPart,
  narrationPart,
  ringPart,
  welcomePart,
} from "./page-parts.ts";
import { tabList } from "./tab-list.ts";
import { thumbBar, timePanel } from "./transport.ts";
import "./feed.ts";
import "./inspector.ts";

const tabWords = { logs: "Logs", time: "Time", explain: "Explain" } as const;

export function compactPage(session: Session, picture: Picture, layout: Layout): TemplateResult {
  const { side, raised, controls } = picture.page;
  return html`
    ${controls === "none" ? nothing : thumbBar(session, picture)}
    ${bar(session, picture)}
    <section class="scene" aria-label="Cluster">
      ${narrationPart(session, picture)} ${rulesOff(picture)}
      <div class="stage side-${side}">${ringPart(session, picture, layout.requestFrame)}</div>
    </section>
    ${layout.seen.tabs ? tabbedReadings(session, picture) : welcomePart(session)}
    ${raised === "choices" ? choicesPart(session, picture) : nothing}`;
}

/** A tab opens to a sheet when it is pressed, and closes when it is pressed again. */
function tabbedReadings(session: Session, picture: Picture): TemplateResult {
  const { tab } = picture.page;
  // The time line is short: it needs no sheet, and would hide the ring that it moves.
  const risen = picture.page.risen && tab !== "time";
  const heads = tabs.map((id) => ({ id, words: wordsOf(id, picture) }));
  const choose = (id: Tab) =>
    session.update((page) => ({ ...page, tab: id, risen: page.tab === id ? !page.risen : true }));
  return html`<section class="tabs ${risen ? "risen" : ""}" aria-label="Readings">
    <div class="tab-heads">
      ${tabList("Readings", heads, tab, choose)}
      <button class="quiet-button" aria-expanded=${risen} ?disabled=${tab === "time"}
        @click=${() => session.update((page) => ({ ...page, risen: !risen }))}>
        ${icon(risen ? "close" : "rise")}<span class="hidden">${risen ? "Smaller" : "Larger"}</span>
      </button>
    </div>
    <div role="tabpanel" id="tab-panel" aria-labelledby="tab-${tab}" class="tab-panel">
      ${reading(session, picture)}
    </div>
  </section>`;
}

function wordsOf(tab: Tab, { comparedRun }: Picture): string {
  return tab === "logs" && comparedRun !== null ? "Differences" : tabWords[tab];
}

function reading(session: Session, picture: Picture): TemplateResult {
  switch (picture.page.tab) {
    case "logs":
      return logPart(session, picture);
    case "time":
      return timePanel(session, picture);
    case "explain":
      return html`<div class="scroll explain" tabindex="0" role="group" aria-label="Explanation">
        ${
          picture.page.selected === null
            ? nothing
            : html`<raft-inspector .session=${session} .picture=${picture}></raft-inspector>`
        }
        <raft-feed .session=${session} .picture=${picture}></raft-feed>
      </div>`;
  }
}
