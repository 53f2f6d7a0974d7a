/** The details of the selected node, message, link or client. Fetched with the first selection. */

import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import type { NodeDetail, NodeId, PacketDetail, PacketName, View } from "../engine/view.ts";
import {
  clockFaults,
  diskFaults,
  type Fault,
  nodeLinkFault,
  packetFaults,
} from "../session/faults.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { pressTelling } from "../session/telling.ts";
import detailsCss from "../styles/details.css?inline";
import { withClock } from "../words/exact-times.ts";
import { hasSlowLinks, hasWrongTime, machineWords } from "../words/fault-signs.ts";
import { countWords, momentWords, partyName } from "../words/format.ts";
import { packetState } from "../words/packet-state.ts";
import { moveFocus } from "./arrow-keys.ts";
import { goToButton } from "./decided.ts";
import { feedLine } from "./feed.ts";

export const detailsLooks = unsafeCSS(detailsCss);

interface Field {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

export function details(session: Session, picture: Picture): TemplateResult {
  const { page, node, packet } = picture;
  switch (page.selected?.kind) {
    case "node":
      return node ? nodeDetails(session, picture, node) : html``;
    case "packet":
      return packet
        ? packetDetails(session, picture, packet)
        : html`<p class="quiet">This message is not on its way at this moment.</p>`;
    case "link":
      return linkDetails(session, picture, page.selected.from, page.selected.to);
    case "client":
      return clientDetails(picture);
    case undefined:
      return html``;
  }
}

function packetDetails(session: Session, picture: Picture, detail: PacketDetail): TemplateResult {
  const { packet, nth, copy } = detail;
  const name: PacketName = { from: packet.from, to: packet.to, nth, copy };
  const travels = picture.packets.some((other) => other.id === packet.id);
  const arrives = travels && packet.fate === "arrives";
  return html`
    <p>${withClock(detail.sentence)}</p>
    <p class="quiet">${packetState(packet, travels, picture.view.now)}</p>
    ${faultButtons(
      session,
      packetFaults(name, packet, picture.view.now).map((fault) => ({
        ...fault,
        idle: fault.idle || !arrives,
      })),
    )}
    ${fieldTable(detail.fields)}`;
}

function linkDetails(session: Session, picture: Picture, from: NodeId, to: NodeId): TemplateResult {
  return html`
    <p>${partyName(from)} and ${partyName(to)}: a link has two directions, and each can be cut alone.</p>
    <div class="link-rows">${direction(session, picture, from, to)}${direction(session, picture, to, from)}</div>
    <div class="button-row">
      <button class="button" @click=${() => session.openSheet({ kind: "link", from, to })}>Loss and latency…</button>
    </div>`;
}

function direction(session: Session, picture: Picture, from: NodeId, to: NodeId): TemplateResult {
  const isCut = picture.view.cuts.some((cut) => cut.from === from && cut.to === to);
  const pair = [from, to] as const;
  return html`<div class="link-row">
    <span>${from} → ${to}</span>
    <span class="quiet">${isCut ? "cut: nothing gets through" : "open"}</span>
    <button class="button" @click=${() => pressTelling(session, [isCut ? { uncut: pair } : { cut: pair }])}>
      ${isCut ? "Open" : "Cut"} ${from} → ${to}
    </button>
  </div>`;
}

function clientDetails(picture: Picture): TemplateResult {
  const counts = picture.view.requestCounts;
  return html`<p>
      The client sends commands and waits. It follows a redirect, and gives up after a while: then the
      outcome is unknown, since the command may still be committed.
    </p>
    <dl class="facts">
      <dt>acknowledged</dt><dd>${countWords(counts.acknowledged)}</dd>
      <dt>still waiting</dt><dd>${countWords(counts.waiting)}</dd>
      <dt>refused</dt><dd>${countWords(counts.refused)}</dd>
      <dt>unknown</dt><dd>${countWords(counts.unknown)}</dd>
    </dl>`;
}

function nodeDetails(session: Session, picture: Picture, detail: NodeDetail): TemplateResult {
  const isDown = picture.view.nodes[detail.id]?.status === "crashed";
  const fields = isDown ? detail.fields.filter(({ name }) => kept.has(name)) : detail.fields;
  return html`
    ${isDown ? html`<p>${downWords(picture, detail.id)}</p>` : nothing}
    ${silenceList(session, detail)} ${fieldTable(fields)} ${progressTable(detail)}
    ${isDown ? nothing : machineTable(detail)}
    ${machineFaults(session, picture.view, detail.id)}
    <h3>Links</h3>
    <div class="button-row">
      ${picture.view.nodes
        .filter((node) => node.id !== detail.id)
        .map(
          (node) => html`<button class="button"
            @click=${() => session.select({ kind: "link", from: detail.id, to: node.id })}>
            ${detail.id} – ${node.id}
          </button>`,
        )}
    </div>
    <h3>Its newest decisions</h3>
    ${
      detail.decisions.length === 0
        ? html`<p class="quiet">None yet.</p>`
        : html`<ol class="feed" tabindex="0" aria-label="Its newest decisions" reversed
            @keydown=${(event: KeyboardEvent) => moveFocus(event, ".feed-at")}>
            ${detail.decisions.toReversed().map((event) => feedLine(session, event))}
          </ol>`
    }`;
}

/** The fields of what is on a disk: all that a crashed node has. */
const kept: ReadonlySet<string> = new Set([
  "current_term",
  "voted_for",
  "log",
  "snapshot",
  "boots",
]);

/** That a node is down, since when, and what is left of it. */
function downWords({ lanes, view }: Picture, id: NodeId): string {
  const bands = lanes.nodes[id]?.bands.filter(({ at }) => at <= view.now) ?? [];
  const up = bands.findLastIndex(({ status }) => status !== "crashed");
  const since = bands[up + 1]?.at;
  const words = since === undefined ? "It is down" : `It has been down since ${momentWords(since)}`;
  return `${words}. A restart finds what is on its disk: its term, its vote, its log and its snapshot, if it took one. Its role, what it knew of commits and its key-value machine are gone.`;
}

/** What the node keeps to itself, since when and until what. */
function silenceList(
  session: Session,
  { silences = [] }: NodeDetail,
): TemplateResult | typeof nothing {
  if (silences.length === 0) return nothing;
  return html`<h3>What it keeps to itself</h3>
    <ul aria-label="What it keeps to itself">
      ${silences.map(
        ({ sentence, at }) => html`<li>${withClock(sentence)}
          ${at === null ? nothing : goToButton(at, (at) => session.transport.seek(at))}
        </li>`,
      )}
    </ul>`;
}

function machineFaults(session: Session, view: View, id: NodeId): TemplateResult {
  return html`<h3>Its machine</h3>
    <p class="quiet">
      ${machineWords(view, id)}
    </p>
    ${
      hasWrongTime(view, id)
        ? html`<p class="quiet">What it measures is by its own clock.</p>`
        : nothing
    }
    <h4>Disk</h4>
    ${faultButtons(session, diskFaults(view, id))}
    <div class="button-row">
      <button class="button" @click=${() => session.openSheet({ kind: "disk", node: id })}>Writes take…</button>
    </div>
    <h4>Clock</h4>
    ${faultButtons(session, clockFaults(view, id))}
    <h4>Network</h4>
    ${faultButtons(session, [nodeLinkFault(view, id, hasSlowLinks(view, id))])}`;
}

function faultButtons(session: Session, faults: readonly Fault[]): TemplateResult {
  return html`<div class="button-row">
    ${faults.map(
      ({ label, does, idle }) => html`<button class="button" ?disabled=${idle}
        @click=${() => pressTelling(session, does)}>${label}</button>`,
    )}
  </div>`;
}

function fieldTable(fields: readonly Field[]): TemplateResult {
  return html`<dl class="fields">
    ${fields.map(
      (field) => html`<div class="field">
        <dt>${field.name}</dt>
        <dd>${field.value}</dd>
        <dd class="quiet meaning">${field.meaning}</dd>
      </div>`,
    )}
  </dl>`;
}

function progressTable(detail: NodeDetail): TemplateResult | typeof nothing {
  if (detail.progress.length === 0) return nothing;
  return html`<h3>What it knows of its followers</h3>
    <table class="small-table">
      <thead><tr><th scope="col">node</th><th scope="col">next_index</th><th scope="col">match_index</th><th scope="col">mode</th></tr></thead>
      <tbody>
        ${detail.progress.map(
          (row) => html`<tr>
            <th scope="row">${row.node}</th><td>${row.nextIndex}</td><td>${row.matchIndex ?? "none"}</td><td class="quiet">${row.mode}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
}

function machineTable(detail: NodeDetail): TemplateResult {
  if (detail.machine.length === 0) {
    return html`<h3>Key-value machine</h3><p class="quiet">Nothing has been applied here.</p>`;
  }
  return html`<h3>Key-value machine</h3>
    <dl class="facts">
      ${detail.machine.map((pair) => html`<dt><code>${pair.key}</code></dt><dd><code>${pair.value}</code></dd>`)}
    </dl>`;
}
