/** The tabs beside the ring: the decisions, the thing selected, what travels, what was asked. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { type Reading, readings } from "../session/state.ts";
import { askedCount, countWords } from "../words/format.ts";
import { historyDrawerButton } from "./buttons.ts";
import { requestList } from "./client.ts";
import { logPart } from "./page-parts.ts";
import { tabList } from "./tab-list.ts";
import "./feed.ts";
import "./inspector.ts";

const words: Readonly<Record<Reading, string>> = {
  logs: "Logs",
  decisions: "Decisions",
  selected: "Selected",
  flight: "In flight",
  requests: "Requests",
};

/** The tabs; only a low page has the logs among them, any other shows them above. */
export function readingTabs(session: Session, picture: Picture): TemplateResult {
  const { low, reading } = picture.page;
  const shown = readings.filter((each) => low || each !== "logs");
  const chosen = shown.includes(reading) ? reading : "decisions";
  const tabs = shown.map((id) => ({
    id,
    words: wordsOf(id, picture),
    count: countOf(id, picture),
  }));
  const choose = (id: Reading) => session.update((page) => ({ ...page, reading: id }));
  return html`<div class="readings">
    ${tabList("Readings", tabs, chosen, choose)}
    <div role="tabpanel" id="tab-panel" aria-labelledby="tab-${chosen}" class="reading-panel">
      ${panel(session, picture, chosen)}
    </div>
  </div>`;
}

function wordsOf(reading: Reading, { comparedRun }: Picture): string {
  return reading === "logs" && comparedRun !== null ? "Differences" : words[reading];
}

function countOf(reading: Reading, { packets, view }: Picture): string | null {
  if (reading === "flight") return packets.length === 0 ? "" : countWords(packets.length);
  if (reading !== "requests") return null;
  const all = askedCount(view);
  return all === 0 ? "" : countWords(all);
}

function panel(session: Session, picture: Picture, reading: Reading): TemplateResult {
  switch (reading) {
    case "logs":
      return html`<div class="log-room">${logPart(session, picture)}</div>`;
    case "decisions":
      return html`<raft-feed .session=${session} .picture=${picture}></raft-feed>`;
    case "selected":
      return html`<raft-inspector .session=${session} .picture=${picture}></raft-inspector>`;
    case "flight":
      return html`<raft-flights .session=${session} .picture=${picture}></raft-flights>`;
    case "requests":
      return requestsPanel(session, picture);
  }
}

function requestsPanel(session: Session, picture: Picture): TemplateResult {
  const full = picture.page.controls === "full";
  return html`<div class="panel-head">
      <span class="quiet">${countsWords(picture)}</span><span class="spacer"></span>
      ${full ? historyDrawerButton(session, picture) : nothing}
    </div>
    ${requestList(session, picture)}`;
}

function countsWords({ view }: Picture): string {
  const { acknowledged, waiting, refused, unknown } = view.requestCounts;
  const parts = [
    [acknowledged, "acknowledged"],
    [waiting, "waiting"],
    [refused, "refused"],
    [unknown, "unknown"],
  ] as const;
  const said = parts.filter(([count]) => count > 0);
  return said.map(([count, outcome]) => `${countWords(count)} ${outcome}`).join(", ");
}
