/** Notices, which stand in front of everything for a few seconds. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";

export function notice({ page }: Picture): TemplateResult {
  const words = page.notice;
  return html`<div class="notice ${words?.tone ?? "none"}" role="alert">${words?.text ?? nothing}</div>`;
}
