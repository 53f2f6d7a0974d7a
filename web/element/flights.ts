/** The messages in flight. The list stands still under a pointer. */

import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { PacketView } from "../engine/view.ts";
import { dropTelling } from "../session/telling.ts";
import { packetKindName, packetRoute } from "../words/format.ts";
import { focusDetails } from "./keep-focus.ts";
import { Panel } from "./panel.ts";
import { StillList } from "./still-list.ts";

const MOST = 60;

export class RaftFlights extends Panel {
  #list = new StillList<PacketView>(({ id }) => id);
  /** The messages of the run that were dropped here, which their rows say. */
  #dropped = new Set<number>();
  #run = -1;

  override render(): TemplateResult {
    const { packets, run } = this.picture;
    if (run !== this.#run) {
      this.#list.forget();
      this.#dropped.clear();
    }
    this.#run = run;
    const shown = this.#list.show(packets.slice(-MOST));
    const flying = new Set(packets.map(({ id }) => id));
    return html`<ul class="flights scroll" tabindex="0" aria-label="Messages in flight"
      @pointerenter=${this.#hold} @pointerleave=${this.#release}>
      ${shown.length === 0 ? html`<li class="quiet">No message travels now.</li>` : ""}
      ${repeat(
        shown,
        (packet) => packet.id,
        (packet) => this.#flight(packet, flying.has(packet.id)),
      )}
    </ul>`;
  }

  #hold(): void {
    this.#list.hold(true);
  }

  #release(): void {
    if (this.#list.hold(false)) this.requestUpdate();
  }

  #inspect(id: number): void {
    this.session.select({ kind: "packet", id });
    // In a phone's dialog: what is inspected stands on the page below.
    this.session.update((page) => ({ ...page, sheet: null, risen: page.compact }));
    focusDetails(this);
  }

  #drop(id: number): void {
    if (dropTelling(this.session, id)) this.#dropped.add(id);
    this.requestUpdate();
  }

  #flight(packet: PacketView, flies: boolean): TemplateResult {
    const words = `message ${packet.id}`;
    const arrives = flies && packet.fate === "arrives";
    return html`<li class="flight ${flies ? "" : "gone"}" data-packet=${packet.id}>
      <span id="flight-${packet.id}">
        ${packetRoute(packet)} <span class="quiet">${packetKindName(packet)}${answerWords(packet)}${this.#dropped.has(packet.id) ? ", dropped" : ""}</span>
      </span>
      <button class="quiet-button text" aria-label="Inspect ${words}" aria-describedby="flight-${packet.id}"
        aria-disabled=${!flies}
        @click=${() => flies && this.#inspect(packet.id)}>Inspect</button>
      <button class="quiet-button text" aria-label="Drop ${words}" aria-describedby="flight-${packet.id}"
        aria-disabled=${!arrives}
        @click=${() => arrives && this.#drop(packet.id)}>Drop</button>
    </li>`;
  }

  /** Moves the focus to the list when the focused row disappears. */
  override willUpdate(): void {
    if (this.#list.isStill) return;
    const row =
      this.querySelector<HTMLElement>(".flights :focus")?.closest<HTMLElement>("[data-packet]");
    const flying = this.picture.packets.some((packet) => String(packet.id) === row?.dataset.packet);
    if (row && !flying) this.querySelector<HTMLElement>(".flights")?.focus();
  }
}

function answerWords(packet: PacketView): string {
  if (packet.positive === null) return "";
  return packet.positive ? ": yes" : ": no";
}

customElements.define("raft-flights", RaftFlights);
