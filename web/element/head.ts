/** The bar at the top. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { brokenAssumption, checksAndFaults } from "../words/fault-counts.ts";
import { countOf } from "../words/format.ts";
import { verdictOf } from "../words/verdict.ts";
import { examplesButton, shareButton, themeButton } from "./buttons.ts";
import { classes } from "./classes.ts";
import { icon } from "./icons.ts";
import { statusLine } from "./narration.ts";

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
    <span class="spacer"></span>
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

/** The badge of the verdict: the violations, with the faults that were tried. */
function verdictBadge(session: Session, { view, page }: Picture): TemplateResult {
  const { violations, checks } = verdictOf(view);
  const tried = checksAndFaults(checks, view);
  const broken = brokenAssumption(view);
  const violated = broken === null && violations > 0;
  return html`<button class=${classes("badge", violated && "violated", broken !== null && "broken")}
    aria-haspopup="dialog" title="What is checked (J)" @click=${() => session.openSheet({ kind: "verdict" })}>
    ${icon(violated || broken !== null ? "violated" : "held")}
    <span class="badge-count">${broken === null ? countOf(violations, "violation", "violations") : brokenWords(broken, page.compact)}</span>
    <span class=${page.compact ? "hidden" : "badge-tried"}>${tried}</span>
  </button>`;
}

/** Shortens the text for a narrow bar; its accessible name keeps all of it. */
function brokenWords(words: string, compact: boolean): TemplateResult {
  const [head = words, rest = ""] = words.split(/(?=:)/, 2);
  return html`${head}<span class=${compact ? "hidden" : ""}>${rest}</span>`;
}
