/** The list of all that can happen next at a paused moment; a press makes it happen. */

import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { choiceGroups, choiceKey } from "../compare/choices.ts";
import type { Choice } from "../engine/view.ts";
import { press, toggleChoices } from "../session/cluster.ts";
import compareCss from "../styles/compare.css?inline";
import { momentWords } from "../words/format.ts";
import { adopt } from "./adopt.ts";
import { moveFocus } from "./arrow-keys.ts";
import { icon } from "./icons.ts";
import { Panel } from "./panel.ts";

const styles = unsafeCSS(compareCss);

export class RaftChoices extends Panel {
  #choices: readonly Choice[] = [];
  #read = "";
  /** The index of the choice pressed; the next choice at that index gets the focus. */
  #pressed: number | null = null;
  #fresh = true;

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
    this.#fresh = true;
  }

  /** Reads the choices again only when the moment or the run has changed. */
  override willUpdate(): void {
    const { view, page, run } = this.picture;
    const now = `${view.version}/${view.now}/${run}/${page.playing}`;
    if (now === this.#read) return;
    this.#read = now;
    this.#choices = page.playing ? [] : this.session.engine.choices();
  }

  override render(): TemplateResult {
    const { page, view } = this.picture;
    return html`
      <div class="panel-head">
        <h2>What can happen next</h2>
        <span class="quiet">at ${momentWords(view.now)}</span>
        <button class="quiet-button" aria-label="Close what can happen next" title="Q"
          @click=${() => toggleChoices(this.session)}>${icon("close")}</button>
      </div>
      ${
        page.playing
          ? html`<p>The run plays. Pause it to choose what happens next.</p>
              <div class="button-row"><button class="button" @click=${() => this.session.transport.pause()}>${icon("pause")}Pause here</button></div>`
          : this.#list()
      }`;
  }

  #list(): TemplateResult {
    const groups = choiceGroups(this.#choices);
    return html`<p class="quiet">A press makes it happen now. In the past, that forks the run.</p>
      <div class="scroll choices" tabindex="0" role="group" aria-label="Choices"
        @keydown=${(event: KeyboardEvent) => moveFocus(event, ".choice")}>
        ${groups.length === 0 ? html`<p>Nothing: every node is down and no message travels.</p>` : nothing}
        ${repeat(
          groups,
          (group) => group.key,
          (group) => html`<section aria-label=${group.title}>
            <h3>${group.title} ${group.dueAt === null ? nothing : html`<span class="quiet">due at ${momentWords(group.dueAt)}</span>`}</h3>
            ${repeat(group.choices, choiceKey, (choice) => this.#choice(choice))}
          </section>`,
        )}
      </div>`;
  }

  #choice(choice: Choice): TemplateResult {
    return html`<button class="choice" tabindex="-1" @click=${() => this.#press(choice)}
      @focus=${() => this.#point(choice)}>${choiceWords(choice)}</button>`;
  }

  /** Selects on the ring the target of the focused choice. */
  #point({ packet, node }: Choice): void {
    const { selected } = this.picture.page;
    if (packet !== null && !(selected?.kind === "packet" && selected.id === packet))
      this.session.update((page) => ({ ...page, selected: { kind: "packet", id: packet } }));
    else if (node !== null && !(selected?.kind === "node" && selected.id === node))
      this.session.update((page) => ({ ...page, selected: { kind: "node", id: node } }));
  }

  #press(choice: Choice): void {
    this.#pressed = this.#choices.indexOf(choice);
    press(this.session, choice.do);
  }

  override updated(_changed: PropertyValues): void {
    if (this.#fresh) {
      this.#fresh = false;
      this.querySelector<HTMLElement>(".choices")?.focus();
    }
    if (this.#pressed === null) return;
    const choices = this.querySelectorAll<HTMLElement>(".choice");
    const next = choices[Math.min(this.#pressed, choices.length - 1)];
    this.#pressed = null;
    (next ?? this.querySelector<HTMLElement>(".choices"))?.focus();
  }
}

/** Sets the first word of a message's choice in bold, where its three choices differ. */
function choiceWords({ sentence, packet }: Choice): TemplateResult {
  const end = packet === null ? -1 : sentence.indexOf(": ");
  return html`${end < 0 ? nothing : html`<b>${sentence.slice(0, end + 1)}</b>`}${sentence.slice(end + 1)}`;
}

customElements.define("raft-choices", RaftChoices);
