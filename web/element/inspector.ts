/** The details of the selection; without one, how to select. */

import { html, type TemplateResult } from "lit";
import { packetKindName } from "../words/format.ts";
import { adopt } from "./adopt.ts";
import type { details } from "./details.ts";
import { Panel } from "./panel.ts";

export class RaftInspector extends Panel {
  #details: typeof details | null = null;

  override render(): TemplateResult {
    const title = this.#title();
    return html`<div class="scroll inspector" tabindex="0" role="group" aria-label=${title}>
      <h2>${title}</h2>
      ${this.#body()}
    </div>`;
  }

  #title(): string {
    const { page, packet } = this.picture;
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
        return "Nothing is selected";
    }
  }

  #body(): TemplateResult {
    if (this.picture.page.selected === null)
      return html`<p class="quiet">
        Select a node to see all of its state; click a message to see what it says, or to drop it.
      </p>`;
    if (this.#details) return this.#details(this.session, this.picture);
    void import("./details.ts").then((part) => {
      adopt(this, part.detailsLooks);
      this.#details = part.details;
      this.requestUpdate();
    });
    return html``;
  }
}

customElements.define("raft-inspector", RaftInspector);
