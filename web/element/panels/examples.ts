/** The shelf of examples: cards by group, each with a picture that the build made of its run. */

import { examples } from "virtual:examples";
import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { cardOf, linkOf, pictureOf } from "../../examples/addresses.ts";
import { isFound, leftWords } from "../../examples/filter.ts";
import { type Example, groups, tour } from "../../examples/shelf.ts";
import { copyText } from "../../session/sharing.ts";
import { startOver } from "../../session/tour.ts";
import examplesCss from "../../styles/examples.css?inline";
import { adopt } from "../adopt.ts";
import { openExample } from "../asked-run.ts";
import { lateIcon } from "../late-icons.ts";
import { type DrawPanel, Panel } from "../panel.ts";

/** One style sheet for all instances of this element. */
const styles = unsafeCSS(examplesCss);

/** The size of a picture in CSS pixels; tools/examples/pictures.ts draws it. */
const size = { width: 320, height: 168 } as const;

export class RaftExamples extends Panel {
  static override properties = { ...Panel.properties, typed: { state: true } };
  /** What the person typed to find an example. */
  declare private typed: string;

  constructor() {
    super();
    this.typed = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult {
    const found = examples.filter((example) => isFound(example, this.typed));
    const hasTour = isFound({ ...tour, group: "first" }, this.typed);
    const sections = groups.map(({ id, title }, place) => {
      const cards = found.filter((example) => example.group === id);
      const begins = place === 0 && hasTour;
      if (cards.length === 0 && !begins) return nothing;
      return html`<section aria-labelledby="examples-${id}">
        <h3 id="examples-${id}">${title}</h3>
        <ul class="example-cards">
          ${begins ? this.#tour() : nothing} ${repeat(
            cards,
            ({ name }) => name,
            (example) => this.#card(example),
          )}
        </ul>
      </section>`;
    });
    return html`${this.#filter(found.length + (hasTour ? 1 : 0))} ${sections}`;
  }

  #filter(left: number): TemplateResult {
    const type = ({ target }: Event) => {
      if (target instanceof HTMLInputElement) this.typed = target.value;
    };
    return html`<div class="example-filter">
      <label>Find
        <input class="command" type="text" aria-label="Find an example" placeholder="election, figure 8…"
          autocomplete="off" spellcheck="false" .value=${this.typed} @input=${type} />
      </label>
      <p class="quiet" role="status">${leftWords(this.typed, left, examples.length + 1)}</p>
      <p class="quiet example-keys">Tab goes from card to card; → goes to the button that copies the card's link.</p>
    </div>`;
  }

  #tour(): TemplateResult {
    return this.#entry(tour.name, tour.title, tour.sentence, "story", () => {
      startOver(this.session);
    });
  }

  #card({ name, title, sentence, path }: Example): TemplateResult {
    return this.#entry(name, title, sentence, name, () => void openExample(this.session, path));
  }

  #entry(
    name: string,
    title: string,
    sentence: string,
    picture: string,
    open: () => void,
  ): TemplateResult {
    const press = (event: MouseEvent) => {
      // With a key held, the link opens in another tab, as links do.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    };
    return html`<li class="example-card" @keydown=${walkCard}>
      <a href=${linkOf(name)} @click=${press}>
        <img src=${pictureOf(picture, this.#theme())} width=${size.width} height=${size.height} loading="lazy" alt="" />
        <b>${title}</b>
        <span>${sentence}</span>
      </a>
      <button class="quiet-button" tabindex="-1" title="Copy the link to this example" aria-label="Copy the link to ${title}"
        @click=${() => copyText(this.session, cardOf(name), `the link to “${title}”`)}>${lateIcon("copy")}</button>
    </li>`;
  }

  /** The theme of the page, which the pictures have, too. */
  #theme(): "light" | "dark" {
    const root = this.getRootNode();
    const theme = root instanceof ShadowRoot ? root.host.getAttribute("data-theme") : null;
    return theme === "dark" ? "dark" : "light";
  }
}

/** A card is one stop of Tab: arrows lead to its button, and back. */
function walkCard(event: KeyboardEvent): void {
  const to = { ArrowRight: "button", ArrowLeft: "a" }[event.key];
  const card = event.currentTarget;
  if (to === undefined || !(card instanceof HTMLElement)) return;
  card.querySelector<HTMLElement>(to)?.focus();
  event.preventDefault();
}

customElements.define("raft-examples", RaftExamples);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-examples .session=${session} .picture=${picture}></raft-examples>`;
