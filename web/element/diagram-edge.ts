/** The upper edge of the diagram: dragged, or moved by arrow keys, it gives it more room or less. */

import { html, type TemplateResult } from "lit";

/** Hundredths of the page's height. */
const LEAST = 25;
const MOST = 70;
const USUAL = 40;
const KEY_STEP = 5;

export class DiagramEdge {
  #share = USUAL;
  readonly #close: () => void;

  constructor(close: () => void) {
    this.#close = close;
  }

  render(): TemplateResult {
    return html`<div class="diagram-edge" role="separator" tabindex="0" aria-orientation="horizontal"
      aria-label="Height of the diagram" aria-valuemin=${LEAST} aria-valuemax=${MOST} aria-valuenow=${this.#share}
      title="Drag to give the diagram more room, or to close it"
      @pointerdown=${this.#down} @pointermove=${this.#move} @keydown=${this.#key}></div>`;
  }

  readonly #down = (event: PointerEvent): void => {
    if (event.currentTarget instanceof Element)
      event.currentTarget.setPointerCapture(event.pointerId);
  };

  readonly #move = (event: PointerEvent): void => {
    const edge = event.currentTarget;
    if (!(edge instanceof HTMLElement) || !edge.hasPointerCapture(event.pointerId)) return;
    const page = edge.closest(".page")?.getBoundingClientRect();
    if (page === undefined) return;
    const share = ((page.bottom - event.clientY) / page.height) * 100;
    if (share < LEAST / 2) this.#close();
    else this.#put(edge, share);
  };

  readonly #key = (event: KeyboardEvent): void => {
    const edge = event.currentTarget;
    const step = { ArrowUp: KEY_STEP, ArrowDown: -KEY_STEP }[event.key];
    if (!(edge instanceof HTMLElement) || step === undefined) return;
    this.#put(edge, this.#share + step);
    event.preventDefault();
    event.stopPropagation();
  };

  #put(edge: HTMLElement, share: number): void {
    this.#share = Math.round(Math.min(MOST, Math.max(LEAST, share)));
    edge.setAttribute("aria-valuenow", String(this.#share));
    edge.closest<HTMLElement>(".page")?.style.setProperty("--diagram-room", `${this.#share}%`);
  }
}
