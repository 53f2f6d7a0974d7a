/** What the engine is long at, how far it is, and a way out. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";

const words = { opening: "Opening the run", seeking: "Going to that moment" };

export function waiting(session: Session, { page }: Picture): TemplateResult | typeof nothing {
  if (page.waiting === null) return nothing;
  const { what, percent } = page.waiting;
  return html`<div class="notice waiting" role="status">
    <span>${words[what]}…</span>
    <progress max="100" .value=${percent} aria-label=${words[what]}></progress>
    <button class="button" @click=${() => session.stopWaiting()}>Cancel</button>
  </div>`;
}
