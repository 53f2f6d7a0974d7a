/** The client: the command to write, its target, and the outcomes of its requests. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { RequestOutcome, RequestView } from "../engine/view.ts";
import { write } from "../session/cluster.ts";
import { selectedNode } from "../session/state.ts";
import { COMMAND_LIMIT, lengthOf } from "../session/writing.ts";
import { countWords, momentWords, requestOutcomeWords } from "../words/format.ts";
import { historyDrawerButton } from "./buttons.ts";
import { classes } from "./classes.ts";
import { icon } from "./icons.ts";
import { Panel } from "./panel.ts";

/** A sign for each outcome, so that color is never the only one. */
const outcomeSigns: Readonly<Record<RequestOutcome, string>> = {
  waiting: "…",
  acknowledged: "✓",
  refused: "✕",
  unknown: "?",
};

export class RaftClient extends Panel {
  override render(): TemplateResult {
    const { view, page, suggestion, narration } = this.picture;
    const target = selectedNode(page);
    const draft = page.draft ?? suggestion;
    const counts = view.requestCounts;
    const length = lengthOf(draft);
    const tooLong = length > COMMAND_LIMIT;
    return html`
      <div class="panel-head">
        <h2>Client</h2>
        <span class="quiet counts">
          ${[
            counts.acknowledged === 0 ? [] : [`${countWords(counts.acknowledged)} acknowledged`],
            counts.waiting === 0 ? [] : [`${countWords(counts.waiting)} waiting`],
          ]
            .flat()
            .join(", ")}
        </span>
        ${page.compact || page.controls !== "full" ? nothing : historyDrawerButton(this.session, this.picture)}
      </div>
      <form class="write" @submit=${this.#submit}>
        <input class="command" type="text" aria-label="Command" autocomplete="off" spellcheck="false"
          .value=${draft} aria-invalid=${tooLong} @input=${this.#type} @focus=${this.#selectAll} />
        <button type="submit" class=${classes("button", narration.invitation === "write" && "inviting")}>
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
      <ol class="requests scroll" tabindex="0" aria-label="Requests, newest first" reversed>
        ${repeat(
          view.requests.toReversed(),
          (request) => request.id,
          (request) => requestLine(request),
        )}
      </ol>`;
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

function requestLine(request: RequestView): TemplateResult {
  return html`<li class="request ${request.outcome}" title=${`sent at ${momentWords(request.sentAt)}`}>
    <span class="request-sign" aria-hidden="true">${outcomeSigns[request.outcome]}</span>
    <code>${request.command}</code>
    <span class="request-outcome">${requestOutcomeWords[request.outcome]}</span>
    <span class="request-note quiet">${request.note}</span>
  </li>`;
}

customElements.define("raft-client", RaftClient);
