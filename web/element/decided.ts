/** Why a node decided so: what caused it, by which rule, and what would have changed it. */

import { html, nothing, type TemplateResult } from "lit";
import type { DecidedAnswer, RuleLine } from "../engine/engine.ts";
import type { FeedEvent, Microseconds } from "../engine/view.ts";
import { withClock } from "../words/exact-times.ts";
import { momentWords } from "../words/format.ts";

/** The latest decisions of a feed up to a moment, the newest first. */
export function latestDecisions(feed: readonly FeedEvent[], now: Microseconds): FeedEvent[] {
  const decisions = feed.filter(({ section, at }) => section !== null && at <= now);
  return decisions.slice(-DECISIONS_MAX).reverse();
}

const DECISIONS_MAX = 40;

export function decidedWords(
  decided: DecidedAnswer,
  goTo: (at: Microseconds) => void,
): TemplateResult {
  const { cause, rule: by, wouldHaveChanged } = decided;
  return html`
    <h3>At ${momentWords(decided.at)}</h3>
    <p><b>${withClock(decided.sentence)}</b> <cite class="section">${decided.section}</cite></p>
    <h3>What caused it</h3>
    <p>${withClock(cause.sentence)}
      ${cause.at === null ? nothing : goToButton(cause.at, goTo)}
    </p>
    <h3>By this rule</h3>
    <p class="quiet">${by.title}</p>
    <ol class="rule" aria-label="The rule">${by.lines.map(ruleLine)}</ol>
    <h3>What would have changed it</h3>
    ${
      wouldHaveChanged.length === 0
        ? html`<p>No other value of the message or of the node.</p>`
        : html`<ul aria-label="What would have changed it">
            ${wouldHaveChanged.map((sentence) => html`<li>${withClock(sentence)}</li>`)}
          </ul>`
    }`;
}

function ruleLine({ text, values, holds, decides }: RuleLine): TemplateResult {
  const outcome = holds === null ? "" : holds ? ": yes" : ": no";
  return html`<li class=${decides ? "decides" : ""} aria-current=${decides ? "step" : nothing}>
    <code>${text}</code>
    ${values === null ? nothing : html`<span class="quiet">${values}${outcome}</span>`}
    ${decides ? html`<b>this line decided</b>` : nothing}
  </li>`;
}

export function goToButton(at: Microseconds, goTo: (at: Microseconds) => void): TemplateResult {
  return html`<button class="button" @click=${() => goTo(at)}>Go to ${momentWords(at)}</button>`;
}
