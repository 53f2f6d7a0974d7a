/** What the page answers, for a few seconds; in front of everything, dialogs too. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";

export function notice({ page }: Picture): TemplateResult {
  const words = page.notice;
  return html`<div class="notice ${words?.tone ?? "none"}" role="alert">${words?.text ?? nothing}</div>`;
}
