/** The page for a hall: the narration, the ring and the logs in large type, and nothing else. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { type Layout, logPart, narrationPart, ringPart } from "./page-parts.ts";

export function presentPage(session: Session, picture: Picture, { requestFrame, seen }: Layout) {
  const hasLogs = seen.logRows > 0 || picture.comparedRun !== null;
  return html`
    <section class="scene" aria-label="Cluster">
      ${narrationPart(session, picture)}
      <div class="stage side-${picture.page.side}">${ringPart(session, picture, requestFrame)}</div>
      ${hasLogs ? logs(session, picture) : nothing}
    </section>
    <p class="hidden" role="status">${picture.view.status}</p>`;
}

function logs(session: Session, picture: Picture): TemplateResult {
  return html`<div class="log-room">${logPart(session, picture)}</div>`;
}
