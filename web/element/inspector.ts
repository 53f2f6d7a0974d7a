/** The details of the selection; without one, the list of messages in flight. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { PacketView } from "../engine/view.ts";
import { dropPacket, toggleChoices } from "../session/cluster.ts";
import { countWords, packetKindName, packetRoute } from "../words/format.ts";
import type { details } from "./details.ts";
import { icon } from "./icons.ts";
import { Panel } from "./panel.ts";

export class RaftInspector extends Panel {
  #details: typeof details | null = null;

  override render(): TemplateResult {
    const { page } = this.picture;
    const raised = page.raised === "inspector";
    return html`
      <div class="panel-head">
        <h2>${this.#title()}</h2>
        <span class="spacer"></span>
        <button class="quiet-button text" title="Q" aria-expanded=${page.raised === "choices"}
          @click=${() => toggleChoices(this.session)}>What can happen next</button>
        ${page.compact ? nothing : this.#riseButton(raised)}
      </div>
      <div class="scroll inspector" tabindex="0" role="group" aria-label=${this.#title()}>${this.#body()}</div>`;
  }

  /** Only on a wide page; on a phone the inspector is a tab. */
  #riseButton(raised: boolean): TemplateResult {
    return html`<button class="quiet-button" aria-expanded=${raised} @click=${this.#toggleRaised}>
      ${icon(raised ? "close" : "rise")}<span class="hidden">${raised ? "Close the details" : "Enlarge the details"}</span>
    </button>`;
  }

  #toggleRaised(): void {
    this.session.update((page) => ({
      ...page,
      raised: page.raised === "inspector" ? null : "inspector",
    }));
  }

  #title(): string {
    const { page, packet, packets } = this.picture;
    switch (page.selected?.kind) {
      case "node":
        return `State of Node ${page.selected.id}`;
      case "packet":
        return packet ? packetKindName(packet.packet) : "Message";
      case "link":
        return `Link ${page.selected.from} – ${page.selected.to}`;
      case "client":
        return "Client";
      case undefined:
        return packets.length === 0 ? "In flight" : `In flight: ${countWords(packets.length)}`;
    }
  }

  #body(): TemplateResult {
    if (this.picture.page.selected === null) return this.#inFlight();
    if (this.#details) return this.#details(this.session, this.picture);
    void import("./details.ts").then((part) => {
      this.#details = part.details;
      this.requestUpdate();
    });
    return html``;
  }

  #inFlight(): TemplateResult {
    const { packets, view } = this.picture;
    if (packets.length === 0) {
      return html`<p class="quiet">
        ${
          view.now === 0
            ? "No message yet. Select a node to see all of its state; click a message to see what it says, or to drop it."
            : "No message travels now."
        }
      </p>`;
    }
    return html`<ul class="flights">
      ${repeat(
        packets.slice(-60),
        (packet) => packet.id,
        (packet) => this.#flight(packet),
      )}
    </ul>`;
  }

  #flight(packet: PacketView): TemplateResult {
    const words = `message ${packet.id}`;
    return html`<li class="flight" data-packet=${packet.id}>
      <span id="flight-${packet.id}">
        ${packetRoute(packet)} <span class="quiet">${packetKindName(packet)}${answerWords(packet)}</span>
      </span>
      <button class="quiet-button text" aria-label="Inspect ${words}" aria-describedby="flight-${packet.id}"
        @click=${() => this.session.select({ kind: "packet", id: packet.id })}>Inspect</button>
      <button class="quiet-button text" aria-label="Drop ${words}" aria-describedby="flight-${packet.id}"
        aria-disabled=${packet.fate !== "arrives"}
        @click=${() => this.#drop(packet)}>Drop</button>
    </li>`;
  }

  /** Moves the focus to the list when the focused row disappears. */
  override willUpdate(): void {
    const focused = this.querySelector<HTMLElement>(".flights :focus");
    const row = focused?.closest<HTMLElement>("[data-packet]");
    const flying = this.picture.packets.some((packet) => String(packet.id) === row?.dataset.packet);
    if (row && !flying) this.querySelector<HTMLElement>(".inspector")?.focus();
  }

  #drop(packet: PacketView): void {
    if (packet.fate === "arrives") dropPacket(this.session, packet.id);
  }
}

function answerWords(packet: PacketView): string {
  if (packet.positive === null) return "";
  return packet.positive ? ": yes" : ": no";
}

customElements.define("raft-inspector", RaftInspector);
