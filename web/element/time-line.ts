/** The Time slider with its marks. */

import {
  html,
  nothing,
  type PropertyValues,
  type SVGTemplateResult,
  svg,
  type TemplateResult,
} from "lit";
import type { Mark, Microseconds } from "../engine/view.ts";
import { momentWords, termHue } from "../words/format.ts";
import { Panel } from "./panel.ts";
import {
  type MarkKind,
  markWords,
  type PlacedMark,
  placeMarks,
  shownSpan,
  ticksOf,
} from "./time-scale.ts";

const MILLISECOND = 1000;
/** Half the width of the slider's thumb, by which its track is shorter (CSS pixels). */
const THUMB = 7;
/** A pointer this near to a mark points at it (CSS pixels). */
const MARK_REACH = 5;

export class RaftTimeLine extends Panel {
  #marks: readonly Mark[] = [];
  #span: Microseconds = 0;
  #drawn: readonly SVGTemplateResult[] = [];

  override render(): TemplateResult {
    const { view, marks } = this.picture;
    const span = shownSpan(view.head);
    if (marks !== this.#marks || span !== this.#span) {
      this.#marks = marks;
      this.#span = span;
      this.#drawn = placeMarks(marks, span).map(drawMark);
    }
    return html`
      <div class="time-track">
        <svg class="marks" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">${this.#drawn}</svg>
        <input type="range" aria-label="Time" min="0" step="1" max=${span / MILLISECOND}
          .value=${String(Math.round(view.now / MILLISECOND))}
          aria-valuetext=${this.#valueWords()}
          @input=${this.#input} @keydown=${this.#key} @pointermove=${this.#point} />
        ${this.#parting === null ? nothing : html`<span class="parting" aria-hidden="true">≠</span>`}
      </div>
      <div class="time-ticks" aria-hidden="true">${ticksOf(span).map((tick) => html`<span>${tick}</span>`)}</div>`;
  }

  /** The moment, and the marks that stand on it: `[` and `]` lead from mark to mark. */
  #valueWords(): string {
    const { view, marks } = this.picture;
    const here = marks.filter(({ at }) => at === view.now).map(markWords);
    return [`${momentWords(view.now)} of ${momentWords(view.head)}`, ...here].join("; ");
  }

  /** Names the marks near the pointer. */
  #point(event: PointerEvent): void {
    const track = event.currentTarget;
    if (!(track instanceof HTMLInputElement)) return;
    const { left, width } = track.getBoundingClientRect();
    const at = ((event.clientX - left - THUMB) / (width - 2 * THUMB)) * this.#span;
    const reach = (MARK_REACH / width) * this.#span;
    const near = this.#marks.filter((mark) => Math.abs(mark.at - at) <= reach);
    track.title = near.map((mark) => `${momentWords(mark.at)}: ${markWords(mark)}`).join("\n");
  }

  /** The moment at which the two compared runs diverge, or null. */
  get #parting(): Microseconds | null {
    return this.picture.comparedRun?.comparison?.divergence?.at ?? null;
  }

  override updated(_changed: PropertyValues): void {
    const { view } = this.picture;
    this.style.setProperty("--played", String(view.now / this.#span));
    this.style.setProperty("--known", String(view.head / this.#span));
    if (this.#parting !== null)
      this.style.setProperty("--parting", String(this.#parting / this.#span));
  }

  #input(event: Event): void {
    if (event.target instanceof HTMLInputElement)
      this.session.transport.seek(Number(event.target.value) * MILLISECOND);
  }

  /** Arrow keys move by a tenth of a second. */
  #key(event: KeyboardEvent): void {
    const spans: Readonly<Record<string, number>> = {
      ArrowLeft: -100,
      ArrowDown: -100,
      ArrowRight: 100,
      ArrowUp: 100,
      PageDown: -1000,
      PageUp: 1000,
    };
    const span = spans[event.key];
    if (event.key === "End") this.session.transport.seek(this.picture.view.head);
    else if (span !== undefined) this.session.transport.seekBy(span * MILLISECOND);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Where a mark of each kind begins, from the top: rarer kinds are taller. */
const markTops: Readonly<Record<MarkKind, number>> = {
  violation: 0,
  election: 2,
  crash: 6,
  change: 9,
  commit: 13,
};

/** The marks: form shows the kind, hue the term; tall marks are elections, short ones commits. */
function drawMark({ place, kind, term }: PlacedMark): SVGTemplateResult {
  const hue =
    (kind === "election" || kind === "commit") && term !== null ? `term-${termHue(term)}` : "";
  return svg`<line class="mark ${kind} ${hue}" x1=${place} x2=${place} y1=${markTops[kind]} y2="20" />`;
}

customElements.define("raft-time-line", RaftTimeLine);
