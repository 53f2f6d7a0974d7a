/** The narration card: what the page says of the moment shown, and the place of the tour. */

import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import type { Narration, Voice } from "../narrator/narrate.ts";
import { tourSteps } from "../narrator/tour.ts";
import type { Picture } from "../session/picture.ts";
import { answer } from "../session/predictions.ts";
import type { Session } from "../session/session.ts";
import type { PageState } from "../session/state.ts";
import { leaveTour, startOver } from "../session/tour.ts";
import narrationCss from "../styles/narration.css?inline";
import { momentWords } from "../words/format.ts";
import { adopt } from "./adopt.ts";
import { classes } from "./classes.ts";
import { Panel } from "./panel.ts";

const styles = unsafeCSS(narrationCss);

/** Headlines with more letters are set smaller: captions can be long, and are never cut. */
const LONG = 56;
const LONGER = 130;
/** The same for reasons. */
const LONG_REASON = 150;

export class RaftNarration extends Panel {
  #fitted = new ResizeObserver(() => this.#endWithWholeLine());

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override firstUpdated(): void {
    for (const part of this.querySelectorAll(".narration-words, h1, .reason"))
      this.#fitted.observe(part);
  }

  /** Where there is more to scroll to, no line is cut through. */
  #endWithWholeLine(): void {
    const [words, headline, reason] = this.querySelectorAll<HTMLElement>(
      ".narration-words, h1, .reason",
    );
    if (!words || !headline || !reason) return;
    const below = words.offsetHeight - headline.offsetHeight;
    const [room, lines] = below < 0 ? [words.offsetHeight, headline] : [below, reason];
    const hasAll = below >= reason.offsetHeight;
    const rest = hasAll ? 0 : room % Number.parseFloat(getComputedStyle(lines).lineHeight);
    words.style.borderBlockEnd = `${rest}px solid transparent`;
  }

  override render(): TemplateResult {
    const { picture, session } = this;
    const { narration, page } = picture;
    const { headline, voice } = narration;
    const size = classes(headline.length > LONG && "long", headline.length > LONGER && "longer");
    return html`
      <div class="narration-words" aria-live=${isAnnounced(voice, page) ? "polite" : "off"} aria-atomic="true">
        <h1 class=${size}>${headline}</h1>
        ${reason(picture)}
      </div>
      ${answers(session, picture)} ${tourPart(session, narration)}`;
  }
}

/** The state of the cluster in words; silent while the card is heard, which says the same. */
export function statusLine({ view, narration, page, comparedRun }: Picture, looks: string) {
  const isHeard = !isFast(page) && (comparedRun !== null || !isAnnounced(narration.voice, page));
  return html`<p class=${looks} role="status" title="Commands of clients; committed as far as any node knows" aria-live=${isHeard ? "polite" : "off"}>${view.status.split(/(?<=;) /).map((part, place) => html`${place > 0 ? " " : nothing}<span>${part}</span>`)}</p>`;
}

/** The status line announces the state of the cluster; so this part need not. */
function isAnnounced(voice: Voice, page: PageState): boolean {
  const { announces } = page;
  if (isFast(page) || announces === "nothing" || voice === "state") return false;
  return announces === "decisive" || voice !== "event";
}

/** Whether more happens than can be said: then the state is spoken now and then, in `spoken-state.ts`. */
export function isFast({ playing, speed }: PageState): boolean {
  return playing && speed.kind === "manual" && speed.rate > 2;
}

/** What is to be pressed, where there is no room for faults: More has them. */
function throughMore(reason: string): string {
  return reason.replace(/Press (?=Restart|Part|Heal)/, "Press More, then ");
}

function reason({ narration, view, page }: Picture): TemplateResult {
  const { reason, section, event } = narration;
  const isPast = event !== null && event.at < view.now;
  // The moment comes when time goes on, and says nothing new: it must not be announced.
  return html`<p class=${classes("reason", reason.length > LONG_REASON && "long")}>${page.compact ? throughMore(reason) : reason}
    ${section === null ? nothing : html`<cite class="section">${section}</cite>`}
    ${isPast ? html`<span class="quiet" aria-hidden="true">(${momentWords(event.at)})</span>` : nothing}
  </p>`;
}

/** The person's guess, and Yes and No where one is asked for. */
function answers(session: Session, { narration, guess }: Picture): TemplateResult | typeof nothing {
  if (guess === "" && !narration.asksYesOrNo) return nothing;
  return html`<p class="guess">
    <span aria-live="polite">${guess}</span>
    ${
      narration.asksYesOrNo
        ? html`<button class="chip" @click=${() => answer(session, true)}>Yes</button>
            <button class="chip" @click=${() => answer(session, false)}>No</button>`
        : nothing
    }
  </p>`;
}

function tourPart(
  session: Session,
  { step, invitation }: Narration,
): TemplateResult | typeof nothing {
  if (step === null) return nothing;
  const place = tourSteps.indexOf(step) + 1;
  return html`<p class="tour quiet">
    <span>Tour ${place} of ${tourSteps.length}</span>
    <button class="quiet-button text" @click=${() => leaveTour(session)}>${place < tourSteps.length ? "Skip" : "End"} tour</button>
    ${invitation === "nodes" ? nothing : html`<button class="quiet-button text" @click=${() => startOver(session)}>Start over</button>`}
  </p>`;
}

customElements.define("raft-narration", RaftNarration);
