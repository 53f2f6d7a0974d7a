/** The page where it is low, such as a phone on its side: the ring left, the tabs right. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { bar, rulesOff } from "./head.ts";
import { choicesPart, type Layout, narrationPart, ringPart, welcomePart } from "./page-parts.ts";
import { readingTabs } from "./readings.ts";
import { lowTransport } from "./transport.ts";

export function lowPage(session: Session, picture: Picture, layout: Layout): TemplateResult {
  const { side, raised, controls } = picture.page;
  return html`
    ${controls === "none" ? nothing : lowTransport(session, picture)}
    ${bar(session, picture)}
    <section class="scene" aria-label="Cluster">
      <div class="stage side-${side}">${ringPart(session, picture, layout.requestFrame)}</div>
    </section>
    <section class="reading" aria-label="Logs and decisions">
      ${rulesOff(picture)} ${narrationPart(session, picture)}
      ${layout.seen.tabs ? readingTabs(session, picture) : welcomePart(session)}
    </section>
    ${raised === "choices" ? choicesPart(session, picture) : nothing}`;
}
