/** The head of the page: the bar at the top, and the headline. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import { answer } from "../session/predictions.ts";
import type { Session } from "../session/session.ts";
import { brokenAssumption, checksAndFaults } from "../words/fault-counts.ts";
import { countOf } from "../words/format.ts";
import { verdictOf } from "../words/verdict.ts";
import { examplesButton, shareButton, themeButton } from "./buttons.ts";
import { classes } from "./classes.ts";
import { icon } from "./icons.ts";

export function bar(session: Session, picture: Picture): TemplateResult {
  const { view, page } = picture;
  return html`<header class="bar">
    ${page.compact ? nothing : html`<span class="brand">Raft Playground</span>`}
    ${page.controls === "full" ? examplesButton(session, picture) : nothing}
    <p class="status" role="status">${view.status}</p>
    ${verdictBadge(session, picture)} ${shareButton(session, picture)}
    ${
      page.compact
        ? nothing
        : html`${themeButton(session, picture)}
            <button class="quiet-button" title="Keyboard (?)" aria-label="Keyboard shortcuts"
              @click=${() => session.openSheet({ kind: "shortcuts" })}>${icon("help")}</button>`
    }
  </header>`;
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
  const tried = checksAndFaults(checks, view.tried);
  const broken = brokenAssumption(view);
  const violated = broken === null && (view.violation !== null || violations > 0);
  return html`<button class=${classes("badge", violated && "violated", broken !== null && "broken")}
    aria-haspopup="dialog" title="What is checked (J)" @click=${() => session.openSheet({ kind: "verdict" })}>
    ${icon(violated || broken !== null ? "violated" : "held")}
    <span class="badge-count">${broken === null ? countOf(Math.max(violations, violated ? 1 : 0), "violation", "violations") : brokenWords(broken, page.compact)}</span>
    <span class=${page.compact ? "hidden" : "badge-tried"}>${tried}</span>
  </button>`;
}

/** Shortens the text for a narrow bar; its accessible name keeps all of it. */
function brokenWords(words: string, compact: boolean): TemplateResult {
  const [head = words, rest = ""] = words.split(/(?=:)/, 2);
  return html`${head}<span class=${compact ? "hidden" : ""}>${rest}</span>`;
}

export function headline(session: Session, { telling }: Picture): TemplateResult {
  return html`<div class="headline">
    <h1>${telling.headline}</h1>
    <p class="question">
      <span>${telling.question}</span>
      ${
        telling.asksYesOrNo
          ? html`<button class="chip" @click=${() => answer(session, true)}>Yes</button>
              <button class="chip" @click=${() => answer(session, false)}>No</button>`
          : nothing
      }
    </p>
  </div>`;
}
