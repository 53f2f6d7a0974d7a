/** The box that chooses how reads are answered, for the forms that have one. */

import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { readWords } from "../compare/twin.ts";
import type { Reads } from "../engine/view.ts";

export function readsChoice(
  label: string,
  value: Reads,
  set: (changed: Reads) => void,
): TemplateResult {
  return html`<select class="command" aria-label=${label}
    @change=${(event: Event) => {
      if (event.target instanceof HTMLSelectElement) set(event.target.value as Reads);
    }}>
    ${Object.entries(readWords).map(
      ([name, [words]]) =>
        html`<option value=${name} .selected=${live(name === value)}>${words}</option>`,
    )}
  </select>`;
}
