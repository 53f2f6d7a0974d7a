/** The bar at the bottom: time and speed. */

import { html, nothing, type TemplateResult } from "lit";
import { crashLeader, write } from "../session/cluster.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { togglePanel } from "../session/state.ts";
import { countWords, momentWords } from "../words/format.ts";
import { newRunButton, playButton, runsButton, stepButtons } from "./buttons.ts";
import { icon } from "./icons.ts";
import { statusLine } from "./narration.ts";
import { speedControl } from "./speed.ts";
import "./time-strip.ts";

export function transport(session: Session, picture: Picture): TemplateResult {
  return html`<div class="transport" role="group" aria-label="Time">
    <a class="skip" href="#ring" @click=${toCluster}>Skip to the cluster</a>
    ${playButton(session, picture)} ${stepButtons(session, picture)}
    ${timeReading(session, picture)} ${goToButton(session)} ${newestButton(session, picture)}
    ${statusLine(picture, "status")}
    ${speedControl(session, picture)} ${branchButton(session, picture)}
    ${newRunButton(session, picture)} ${runsButton(session)}
  </div>`;
}

/** Full width, above the transport. */
export function timeStrip(session: Session, picture: Picture): TemplateResult {
  return html`<section class="time-strip" aria-label="Time line">
    <raft-time-strip .session=${session} .picture=${picture}></raft-time-strip>
    <div class="strip-edge"></div>
    ${diagramButton(session)}
  </section>`;
}

/** The strip grows into the diagram. */
function diagramButton(session: Session): TemplateResult {
  return html`<button class="quiet-button grow" aria-label="Diagram" title="Space-time diagram (;)"
    @click=${() => session.update((page) => togglePanel(page, "diagram"))}>${icon("rise")}</button>`;
}

/** The transport of a low page: time, and what else a thumb needs, in one row. */
export function lowTransport(session: Session, picture: Picture): TemplateResult {
  return html`<div class="transport" role="group" aria-label="Time">
    <a class="skip" href="#ring" @click=${toCluster}>Skip to the cluster</a>
    ${playButton(session, picture)} ${stepButtons(session, picture)} ${timeReading(session, picture)}
    <raft-time-strip .session=${session} .picture=${picture}></raft-time-strip>
    ${thumbs(session, picture)}
  </div>`;
}

/** Puts the focus on the first node; the fragment of the address holds a run, and stays. */
function toCluster(event: Event): void {
  event.preventDefault();
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const page = event.currentTarget.closest(".page");
  page?.querySelector<HTMLElement>("raft-ring .node")?.focus();
}

function timeReading(_session: Session, { view }: Picture): TemplateResult {
  return html`<span class="time-now">
    <b>${momentWords(view.now)}</b>
    <span class="quiet">${view.now < view.head ? `of ${momentWords(view.head)}` : nothing}</span>
  </span>`;
}

/** A menu: elections, commits, crashes, violations, and the two ends. */
function goToButton(session: Session): TemplateResult {
  const open = (event: Event) => {
    const button = event.currentTarget;
    if (!(button instanceof HTMLElement)) return;
    const box = button.getBoundingClientRect();
    const room = button.closest(".page")?.getBoundingClientRect() ?? { left: 0, top: 0 };
    const menu = {
      target: { kind: "moments" },
      x: box.left - room.left,
      y: box.top - room.top,
    } as const;
    session.update((page) => ({ ...page, menu }));
  };
  return html`<button class="quiet-button leap" aria-label="Go to" title="Go to an election, a commit, a crash…"
    aria-haspopup="menu" @click=${open}>${icon("goTo")}</button>`;
}

function newestButton(session: Session, { view }: Picture): TemplateResult {
  return html`<button class="quiet-button leap" aria-label="Newest moment" title="To the newest moment"
    ?disabled=${view.now >= view.head} @click=${() => session.transport.seek(view.head)}>${icon("newest")}</button>`;
}

function branchButton(session: Session, { view }: Picture): TemplateResult {
  const title = view.branches.find((branch) => branch.id === view.branch)?.title ?? "Main run";
  return html`<button class="button branch" aria-haspopup="dialog" title=${title}
    @click=${() => session.openSheet({ kind: "branches" })}>
    ${icon("branch")}<span class="branch-title">${title}</span>
    <span class="quiet">${view.branches.length > 1 ? countWords(view.branches.length) : nothing}</span>
  </button>`;
}

/** The Time tab of a phone. */
export function timePanel(session: Session, picture: Picture): TemplateResult {
  return html`<div class="time-panel">
    <div class="time-row">${timeReading(session, picture)} ${stepButtons(session, picture)} ${goToButton(session)} ${diagramButton(session)} ${branchButton(session, picture)}</div>
    <raft-time-strip .session=${session} .picture=${picture}></raft-time-strip>
    ${speedControl(session, picture)}
  </div>`;
}

/** The bar for the thumb, at the foot of a phone. */
export function thumbBar(session: Session, picture: Picture): TemplateResult {
  return html`<div class="thumbs" role="group" aria-label="Controls">
    ${playButton(session, picture)} ${thumbs(session, picture)}
  </div>`;
}

function thumbs(session: Session, picture: Picture): TemplateResult {
  const { invitation } = picture.narration;
  const thumb = (
    label: string,
    name: "write" | "crash" | "more",
    aria: string,
    inviting: boolean,
    run: () => void,
  ) =>
    html`<button class="button thumb ${inviting ? "inviting" : ""}" aria-label=${aria} @click=${run}>
      ${icon(name)}<span>${label}</span>
    </button>`;
  const inMore = invitation === "partition" || invitation === "heal" || invitation === "restart";
  return html`${thumb("Write", "write", "Write", invitation === "write", () => write(session))}
    ${thumb("Crash", "crash", "Crash leader", invitation === "crash", () => crashLeader(session))}
    ${thumb("More", "more", "More", inMore, () => session.openSheet({ kind: "more" }))}`;
}
