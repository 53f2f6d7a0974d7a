/** Help: the signs of the picture, the keys, and what this page is. */

import { html, type TemplateResult, unsafeCSS } from "lit";
import { keyLine, nodeKeys } from "../../session/key-words.ts";
import type { Picture } from "../../session/picture.ts";
import type { Session } from "../../session/session.ts";
import { shortcuts } from "../../session/shortcuts.ts";
import { type Announcements, announcements } from "../../session/state.ts";
import { startOver } from "../../session/tour.ts";
import signCss from "../../styles/signs.css?inline";
import { adopt } from "../adopt.ts";
import { chooseAnnouncements } from "../kept-choices.ts";
import { type DrawPanel, Panel } from "../panel.ts";
import { legend } from "../signs.ts";

const styles = unsafeCSS(signCss);

export class RaftHelp extends Panel {
  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult {
    return html`<h3>Signs</h3>
      ${legend()}
      <h3>What this is</h3>
      ${about()} ${tourOffer(this.session)}
      <section class="help-keys" aria-labelledby="help-keys">
        <h3 id="help-keys">Keys</h3>
        <dl class="keys">
          ${[...shortcuts.map(keyLine), ...nodeKeys].map(({ shown, does }) => html`<div><dt><kbd>${shown}</kbd></dt><dd>${does}</dd></div>`)}
        </dl>
      </section>
      <h3>Screen readers</h3>
      ${voice(this.session, this.picture)}`;
  }
}

function about(): TemplateResult {
  return html`<p>
      Raft keeps one log the same on several servers, so that a service goes on and loses nothing
      while a minority of them is down.
    </p>
    <p>
      This page runs a whole cluster in your browser, exactly as the rules say, and checks after
      every event that Raft's promises hold. Nothing leaves your computer.
    </p>
    <p>
      To read: <a href="https://raft.github.io/raft.pdf" rel="noreferrer" target="_blank">the paper</a>
      by Ongaro and Ousterhout (“Raft §5.2” is its section 5.2, “Raft Figure 8” its eighth figure), and
      <a href="https://web.stanford.edu/~ouster/cgi-bin/papers/OngaroPhD.pdf" rel="noreferrer" target="_blank">Ongaro's thesis</a>
      (“Thesis §6.4”).
    </p>`;
}

/** The way back to the beginning of the tour, whether it is on or not. */
function tourOffer(session: Session): TemplateResult {
  return html`<div class="button-row">
    <button class="button" @click=${() => startOver(session)}>Start over</button>
    <span class="quiet">The tour of the first visit, in a run of its own.</span>
  </div>`;
}

/** How much screen readers announce. */
function voice(session: Session, { page: { announces } }: Picture): TemplateResult {
  const choose = ({ target }: Event) => {
    if (!(target instanceof HTMLSelectElement)) return;
    const chosen = announcements.find((one) => one === target.value) ?? announces;
    chooseAnnouncements(session, chosen);
  };
  return html`<label>Announced to screen readers
    <select class="command" @change=${choose}>
      ${announcements.map((one) => html`<option value=${one} ?selected=${one === announces}>${announcementWords[one]}</option>`)}
    </select>
  </label>`;
}

const announcementWords: Readonly<Record<Announcements, string>> = {
  decisive: "Everything decisive",
  story: "The tour, captions and violations only",
  nothing: "Nothing but the state of the cluster",
};

customElements.define("raft-help", RaftHelp);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-help .session=${session} .picture=${picture}></raft-help>`;
