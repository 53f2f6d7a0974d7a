/**
 * The page for a hall: the narration, the ring and the logs in large type, and nothing else; where
 * there may be no keys, three buttons for a thumb.
 */

import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { goToStop } from "../session/presenting.ts";
import presentCss from "../styles/present.css?inline";
import { adopt } from "./adopt.ts";
import { statusLine } from "./narration.ts";
import { notice } from "./notice.ts";
import { type Layout, logPart, narrationPart, ringPart } from "./page-parts.ts";
import { Panel } from "./panel.ts";

const styles = unsafeCSS(presentCss);

export class RaftPresent extends Panel {
  static override properties = { ...Panel.properties, layout: { attribute: false } };
  declare layout: Layout;

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult {
    const { session, picture, layout } = this;
    const hasLogs = layout.seen.logRows > 0 || picture.comparedRun !== null;
    return html`
      <section class="scene" aria-label="Cluster">
        ${narrationPart(session, picture)}
        <div class="stage side-${picture.page.side}">${ringPart(session, picture, layout.requestFrame)}</div>
        ${hasLogs ? html`<div class="log-room">${logPart(session, picture)}</div>` : nothing}
      </section>
      <div class="present-touch" role="group" aria-label="Presentation">
        <button class="button" @click=${() => goToStop(session, -1)}>Previous</button>
        <button class="button" @click=${() => goToStop(session, 1)}>Next</button>
        <button class="button" @click=${() => session.update((page) => ({ ...page, presents: false }))}>Leave</button>
      </div>
      ${statusLine(picture, "hidden")} ${picture.page.sheet === null ? notice(picture) : nothing}`;
  }

  /** The ring is drawn once it is there. */
  override updated(_changed: PropertyValues): void {
    this.layout.requestFrame();
  }
}

customElements.define("raft-present", RaftPresent);
