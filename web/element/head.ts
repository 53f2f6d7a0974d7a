/** The bar at the top. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { countOf } from "../words/format.ts";
import { brokenAssumption, triedWords } from "../words/tried.ts";
import { isHistoryOpen, verdictOf } from "../words/verdict.ts";
import { latestViolation } from "../words/violations.ts";
import { examplesButton, shareButton, themeButton } from "./buttons.ts";
import { classes } from "./classes.ts";
import { icon } from "./icons.ts";
import { checksAndFaults } from "./late-faults.ts";
import { statusLine } from "./narration.ts";
import { notice } from "./notice.ts";

/** The header. Its entries stand in the order in which somebody new needs them. */
export function bar(session: Session, picture: Picture): TemplateResult {
  const { page } = picture;
  const isPhone = page.compact && !page.low;
  const full = page.controls === "full";
  return html`<header class="bar">
    ${isPhone ? nothing : html`<span class="brand">Raft Playground</span>`}
    <nav class="entries" aria-label="What can be done">
      ${full ? (isPhone ? examplesButton(session) : entries(session)) : nothing}
    </nav>
    <div class="spacer">${page.sheet === null ? notice(picture) : nothing}</div>
    ${verdictBadge(session, picture)} ${shareButton(session, picture)}
    ${isPhone ? nothing : html`${themeButton(session, picture)} ${helpButton(session)}`}
    ${page.compact ? statusLine(picture, "hidden") : nothing}
  </header>`;
}

function entries(session: Session): TemplateResult {
  return html`${entry(session, "Examples", "examples", "Examples (I)")}
    ${entry(session, "Hunt", "hunt", "Hunt for a failure (G)")}
    ${entry(session, "Ask", "ask", "Ask why (!)")}
    ${entry(session, "Compare", "branches", "Branches, and what to compare (B)")}`;
}

function entry(
  session: Session,
  words: string,
  kind: "examples" | "hunt" | "ask" | "branches",
  title: string,
): TemplateResult {
  return html`<button class="quiet-button text entry" aria-haspopup="dialog" title=${title}
    @click=${() => session.openSheet({ kind })}>${words}</button>`;
}

function helpButton(session: Session): TemplateResult {
  return html`<button class="quiet-button" title="Signs, keys, and what this is (?)" aria-label="Help"
    aria-haspopup="dialog" @click=${() => session.openSheet({ kind: "help" })}>${icon("help")}</button>`;
}

/** The note that says which rules of Raft the cluster shown leaves out, if any. */
export function rulesOff(picture: Picture): TemplateResult | typeof nothing {
  return leavesRuleOut(picture)
    ? html`<raft-rule-off role="note" .picture=${picture}></raft-rule-off>`
    : nothing;
}

export function leavesRuleOut({ view }: Picture): boolean {
  return view.options.bugs.length > 0;
}

/**
 * The badge of the verdict: the violations, and how many faults were tried. Its name, its title and
 * the sheet that it opens tell the faults one by one, for which the bar has no room.
 */
function verdictBadge(session: Session, picture: Picture): TemplateResult {
  const { run, view, page } = picture;
  const { violations, checks } = verdictOf(view);
  const tried = checksAndFaults(checks, view);
  const violated = latestViolation(view) !== null;
  const broken = violated ? null : view.assumption && brokenAssumption(view.assumption);
  const words = broken ?? countOf(violations, "violation", "violations");
  const [head = words, rest = ""] = words.split(/(?=:)/, 2);
  const isOpen = isHistoryOpen(run, view, page.judged);
  const whole = `${words} ${tried}${isOpen ? "; what clients saw is not judged yet" : ""}`;
  return html`<button class=${classes("badge", violated && "violated", broken && "broken")}
    aria-haspopup="dialog" title="${whole} (J)" @click=${() => session.openSheet({ kind: "verdict" })}>
    ${icon(violated || broken ? "violated" : "held")}
    <span aria-hidden="true">${head}<span class="where-wide">${rest}</span></span>
    <span class="badge-tried where-wide" aria-hidden="true">${isOpen && leavesRuleOut(picture) ? "clients not judged" : triedWords(view)}</span>
    <span class="hidden">${whole}</span>
  </button>`;
}
