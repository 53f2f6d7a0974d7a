/** A row of tabs, which arrow keys walk. */

import { html, nothing, type TemplateResult } from "lit";

export interface TabHead<Id extends string> {
  readonly id: Id;
  readonly words: string;
  /** A number after the words, which has its room whether it is there or not; null for none. */
  readonly count?: string | null;
}

export function tabList<Id extends string>(
  label: string,
  heads: readonly TabHead<Id>[],
  chosen: Id,
  choose: (id: Id) => void,
): TemplateResult {
  return html`<div role="tablist" aria-label=${label} class="tab-list"
    @keydown=${(event: KeyboardEvent) => walk(event, heads, chosen, choose)}>
    ${heads.map(
      ({ id, words, count }) => html`<button role="tab" id="tab-${id}" aria-controls="tab-panel"
        aria-selected=${id === chosen} tabindex=${id === chosen ? 0 : -1} @click=${() => choose(id)}>
        ${words}${count === undefined || count === null ? nothing : html` <span class="tab-count">${count}</span>`}
      </button>`,
    )}
  </div>`;
}

/** Arrow keys move from tab to tab, and from the last to the first. */
function walk<Id extends string>(
  event: KeyboardEvent,
  heads: readonly TabHead<Id>[],
  chosen: Id,
  choose: (id: Id) => void,
): void {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const by = event.key === "ArrowRight" ? 1 : heads.length - 1;
  const at = heads.findIndex(({ id }) => id === chosen);
  const next = heads[(at + by) % heads.length];
  const list = event.currentTarget;
  if (!next || !(list instanceof HTMLElement)) return;
  choose(next.id);
  list.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  event.preventDefault();
  event.stopPropagation();
}
