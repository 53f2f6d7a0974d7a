/** A figure of the moment shown, for a slide or a report: chosen, looked at, saved or printed. */

import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { type Reading, readSpan } from "../../diagram/reading.ts";
import { openingSight } from "../../diagram/sight.ts";
import { linkOf } from "../../examples/addresses.ts";
import { takeAskedSpan } from "../../figure/asked-span.ts";
import { newestRows } from "../../figure/draw-logs.ts";
import { type Figure, type FigurePart, figureOf, figureParts } from "../../figure/figure.ts";
import { fileName } from "../../figure/file-name.ts";
import { pictureOf } from "../../figure/png.ts";
import { exampleShown } from "../../session/example-run.ts";
import { refusalOfFragment, shareUrl } from "../../session/share.ts";
import { darkTheme, lightTheme } from "../../stage/inks.ts";
import figureCss from "../../styles/figure.css?inline";
import { countWords, momentWords } from "../../words/format.ts";
import { adopt } from "../adopt.ts";
import { download } from "../files.ts";
import { lateIcon } from "../late-icons.ts";
import { type DrawPanel, Panel } from "../panel.ts";

const styles = unsafeCSS(figureCss);
const SECOND = 1_000_000;
/** Characters of a caption. */
const CAPTION_MAX = 300;
/** A larger file is named before it is saved: documents grow slow with it. */
const LARGE = 1_000_000;

const longLink =
  "The link to this run is too long to stand below it: only the description of the SVG holds it.";

const partWords: Readonly<Record<FigurePart, string>> = {
  ring: "The ring",
  logs: "The logs",
  diagram: "The space-time diagram",
};

const inks = { light: lightTheme, dark: darkTheme } as const;

export class RaftFigure extends Panel {
  static override properties = {
    ...Panel.properties,
    parts: { state: true },
    ink: { state: true },
    caption: { state: true },
    from: { state: true },
    until: { state: true },
  };
  declare private parts: ReadonlySet<FigurePart>;
  declare private ink: keyof typeof inks;
  declare private caption: string;
  /** The span of the diagram, as typed, in seconds. */
  declare private from: string;
  declare private until: string;
  #figure: Figure | null = null;
  /** Why there is no figure, or what is left out of it. */
  #refusal: string | null = null;
  #note = "";
  #preview = "";

  constructor() {
    super();
    this.parts = new Set<FigurePart>(["ring", "logs"]);
    this.ink = "light";
    this.caption = "";
    this.from = "0";
    this.until = "1";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
    this.session.transport.pause();
    const { view } = this.picture;
    this.caption = view.caption ?? `${view.status}, at ${momentWords(view.now)}.`;
    const asked = takeAskedSpan(this.session);
    if (asked !== null) this.parts = new Set<FigurePart>(["diagram"]);
    const { from, span } = asked ?? openingSight(view.now);
    const until = Math.min(from + span, Math.max(view.head, 1));
    [this.from, this.until] = [from, until].map((at) => String(Math.round(at) / SECOND)) as [
      string,
      string,
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    URL.revokeObjectURL(this.#preview);
  }

  // --- What is drawn --------------------------------------------------------------------

  override willUpdate(_changed: PropertyValues): void {
    [this.#figure, this.#refusal, this.#note] = [null, null, ""];
    if (!this.session.fullEngine.isHere) return;
    if (this.parts.size === 0) {
      this.#refusal = "A figure shows at least one of ring, logs and diagram: choose one.";
      return;
    }
    const reading = this.parts.has("diagram") ? this.#reading() : null;
    if (this.#refusal !== null) return;
    const { view, lanes } = this.picture;
    const { engine, frame } = this.session;
    const logs = newestRows(engine);
    const link = engine.link();
    const url = refusalOfFragment(link) === null ? shareUrl(this.session.host.pageUrl(), link) : "";
    const example = exampleShown(this.session);
    const source = example === null ? null : `${linkOf(example)} at ${momentWords(view.now)}`;
    this.#figure = figureOf(
      { frame, view, lanes, logs, reading },
      { parts: this.parts, theme: inks[this.ink], caption: this.caption, link: url, source },
    );
    URL.revokeObjectURL(this.#preview);
    this.#preview = URL.createObjectURL(new Blob([this.#figure.svg], { type: "image/svg+xml" }));
  }

  #reading(): Reading | null {
    const [from, until] = [this.from, this.until].map((text) => Number(text) * SECOND);
    const { head } = this.picture.view;
    if (from === undefined || until === undefined || !(from >= 0) || !(until > from)) {
      this.#refusal = `The span is ${this.from} s to ${this.until} s: expected two moments from 0 to ${momentWords(head)}, the earlier one first.`;
      return null;
    }
    if (from >= head) {
      this.#refusal = `The span begins at ${momentWords(from)}, but this run is played to ${momentWords(head)}: choose an earlier one.`;
      return null;
    }
    const { engine } = this.session;
    const sight = { from, span: until - from };
    const reading = readSpan(
      (start, end, most) => engine.diagram(start, end, most),
      sight,
      this.picture.lanes.nodes.length,
    );
    const counts = reading.view.counts ?? [];
    const messages = counts.reduce((sum, count) => sum + count.messages, 0);
    if (messages > 0) {
      this.#note = `${countWords(messages)} messages are too many to tell apart: bars count them. A shorter span shows each.`;
    }
    return reading;
  }

  override render(): TemplateResult {
    return html`
      <form class="figure-choices" @submit=${(event: SubmitEvent) => event.preventDefault()}>
        <fieldset class="figure-parts">
          <legend>Shows</legend>
          ${figureParts.map(
            (part) => html`<label><input type="checkbox" .checked=${this.parts.has(part)}
              @change=${() => this.#toggle(part)} /> ${partWords[part]}</label>`,
          )}
        </fieldset>
        ${this.parts.has("diagram") ? this.#span() : nothing}
        <fieldset class="figure-parts">
          <legend>Colors</legend>
          ${(["light", "dark"] as const).map(
            (ink) => html`<label><input type="radio" name="figure-ink" .checked=${this.ink === ink}
              @change=${() => {
                this.ink = ink;
              }} /> ${ink === "light" ? "Light, for paper" : "Dark"}</label>`,
          )}
        </fieldset>
        <label>Caption
          <input class="command" type="text" maxlength=${CAPTION_MAX} autocomplete="off" .value=${this.caption}
            @input=${(event: InputEvent) => {
              this.caption = typed(event);
            }} />
        </label>
      </form>
      ${this.#refusal === null ? this.#shown() : html`<p role="alert">${this.#refusal}</p>`}`;
  }

  #span(): TemplateResult {
    const field = (label: string, value: string, set: (text: string) => void) =>
      html`<label>${label}
        <input class="command" type="number" min="0" step="any" inputmode="decimal" .value=${value}
          @input=${(event: InputEvent) => set(typed(event))} /></label>`;
    return html`<div class="figure-span" role="group" aria-label="Span of the diagram">
      ${field("From second", this.from, (text) => {
        this.from = text;
      })}
      ${field("To second", this.until, (text) => {
        this.until = text;
      })}
    </div>`;
  }

  #shown(): TemplateResult {
    const figure = this.#figure;
    if (figure === null) return html`<p role="status">The engine for this is on its way.</p>`;
    const { width, height, svg, printsLink } = figure;
    const size = `${countWords(Math.max(1, Math.round(svg.length / 1000)))} kB`;
    const large =
      svg.length > LARGE ? " That is large for a document: a shorter span is smaller." : "";
    return html`
      <img class="figure-page" src=${this.#preview} width=${width} height=${height} alt=${this.#alt()} />
      <p class="quiet" role="status">${width} × ${height}, ${size} as SVG.${large} ${printsLink ? "" : longLink} ${this.#note}</p>
      <div class="button-row figure-buttons">
        <button class="button primary" @click=${() => this.#saveSvg(figure)}>${lateIcon("save")}Save as SVG</button>
        <button class="button" @click=${() => void this.#savePng(figure)}>${lateIcon("save")}Save as PNG</button>
        <button class="button" @click=${() => print()}>Print</button>
      </div>`;
  }

  #alt(): string {
    const shown = figureParts.filter((part) => this.parts.has(part)).map((part) => partWords[part]);
    return `${shown.join(", ")}. ${this.caption}`;
  }

  // --- What is done ---------------------------------------------------------------------

  #toggle(part: FigurePart): void {
    const parts = new Set(this.parts);
    if (!parts.delete(part)) parts.add(part);
    this.parts = parts;
  }

  #saveSvg({ svg }: Figure): void {
    const name = this.#fileName("svg");
    download(name, "image/svg+xml", [svg]);
    this.session.say(`Saved as ${name}.`);
  }

  #fileName(ending: string): string {
    const { now, seed } = this.picture.view;
    return fileName(exampleShown(this.session) ?? `seed-${seed}`, now, ending);
  }

  async #savePng(figure: Figure): Promise<void> {
    const picture = await pictureOf(figure);
    if (picture === null) {
      this.session.say("This browser cannot make a PNG of the figure: save it as SVG.", "refused");
      return;
    }
    const name = this.#fileName("png");
    download(name, "image/png", [picture]);
    this.session.say(`Saved as ${name}.`);
  }
}

function typed(event: InputEvent): string {
  return event.target instanceof HTMLInputElement ? event.target.value : "";
}

customElements.define("raft-figure", RaftFigure);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-figure .session=${session} .picture=${picture}></raft-figure>`;
