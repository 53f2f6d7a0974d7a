/** The client: the command to write, its target, and the outcomes of its requests. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { RequestOutcome, RequestView } from "../engine/view.ts";
import { write } from "../session/cluster.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { selectedNode } from "../session/state.ts";
import { COMMAND_LIMIT, lengthOf } from "../session/writing.ts";
import {
  askedCount,
  countOf,
  countWords,
  momentWords,
  requestOutcomeWords,
} from "../words/format.ts";
import { classes } from "./classes.ts";
import { icon } from "./icons.ts";
import { ListPanel, Panel } from "./panel.ts";
import { StillList } from "./still-list.ts";

/** A sign for each outcome, so that color is never the only one. */
const outcomeSigns: Readonly<Record<RequestOutcome, string>> = {
  waiting: "…",
  acknowledged: "✓",
  refused: "✕",
  unknown: "?",
};

/** Requests listed below the field, as far as they have room: the head counts all. */
const NEWEST = 5;

/** Whether the client is a panel beside the ring, in place of a box that the stage draws. */
export function isClientBeside({ page, comparedRun }: Picture): boolean {
  return !page.compact && !page.presents && page.controls !== "none" && comparedRun === null;
}

export class RaftClient extends ListPanel {
  override render(): TemplateResult {
    const { view, page, suggestion, narration } = this.picture;
    const target = selectedNode(page);
    const draft = page.draft ?? suggestion;
    const length = lengthOf(draft);
    const all = askedCount(view);
    const tooLong = length > COMMAND_LIMIT;
    return html`
      <h2>
        Client
        ${all > 0 ? html`<span class="quiet">${countOf(all, "request", "requests")}</span>` : nothing}
      </h2>
      <form class="write" @submit=${this.#submit}>
        <input class="command" type="text" aria-label="Command" autocomplete="off" spellcheck="false"
          .value=${draft} aria-invalid=${tooLong} @input=${this.#type} @focus=${this.#selectAll} />
        <button type="submit" title="Write (W)" class=${classes("button", narration.invitation === "write" && "inviting")}>
          ${icon("write")}Write
        </button>
      </form>
      <p class="quiet write-to">
        ${
          tooLong
            ? html`<b>${countWords(length)} characters; at most ${COMMAND_LIMIT}.</b>`
            : target === null
              ? "Goes to the leader; select a node to send it there."
              : `Goes to Node ${target}, the selected one.`
        }
      </p>
      ${
        view.requests.length === 0
          ? nothing
          : html`<ol class="requests newest" aria-label="Newest requests" reversed>
              ${view.requests.slice(-NEWEST).toReversed().map(requestLine)}
            </ol>`
      }`;
  }

  #type(event: InputEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLInputElement)) return;
    const draft = target.value;
    this.session.update((page) => ({ ...page, draft }));
  }

  /** Selects the whole text on focus, so that typing replaces the suggestion. */
  #selectAll(event: FocusEvent): void {
    if (event.target instanceof HTMLInputElement) event.target.select();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    write(this.session);
  }
}

/** All requests, the newest first. The list stands still under a pointer. */
export class RaftRequests extends Panel {
  #list = new StillList<RequestView>(({ id }) => id);
  #run = "";

  override render(): TemplateResult {
    const { view, run } = this.picture;
    const of = `${run}/${view.branch}`;
    if (of !== this.#run) this.#list.forget();
    this.#run = of;
    const shown = this.#list.show(view.requests).filter(({ sentAt }) => sentAt <= view.now);
    const earlier = askedCount(view) - view.requests.length;
    return html`<ol class="requests scroll" tabindex="0" aria-label="Requests, newest first" reversed
      @pointerenter=${this.#hold} @pointerleave=${this.#release}>
      ${repeat(
        shown.toReversed(),
        (request) => request.id,
        (request) => requestLine(request),
      )}
      ${earlier > 0 ? html`<li class="quiet">${countWords(earlier)} earlier ones are not listed.</li>` : nothing}
    </ol>`;
  }

  #hold(): void {
    this.#list.hold(true);
  }

  #release(): void {
    if (this.#list.hold(false)) this.requestUpdate();
  }
}

export function requestList(session: Session, picture: Picture): TemplateResult {
  return picture.view.requests.length === 0
    ? html`<p class="quiet">Nothing has been asked yet. Press Write.</p>`
    : html`<raft-requests .session=${session} .picture=${picture}></raft-requests>`;
}

function requestLine(request: RequestView): TemplateResult {
  return html`<li class="request ${request.outcome}" title=${`sent at ${momentWords(request.sentAt)}`}>
    <span class="request-sign" aria-hidden="true">${outcomeSigns[request.outcome]}</span>
    <code>${request.command}</code>
    <span class="request-outcome">${requestOutcomeWords[request.outcome]}</span>
    <span class="request-note quiet">${request.note}</span>
  </li>`;
}

customElements.define("raft-client", RaftClient);
customElements.define("raft-requests", RaftRequests);
