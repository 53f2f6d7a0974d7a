/** The verdict: the state of every property, of the clients' history, the faults, and progress. */

import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import promises from "../../compare/promises.json";
import type { Lanes } from "../../engine/lanes.ts";
import type { CheckView, HistoryVerdict, Microseconds, View } from "../../engine/view.ts";
import type { Picture } from "../../session/picture.ts";
import type { Session } from "../../session/session.ts";
import verdictCss from "../../styles/verdict.css?inline";
import { conditionWords, faultCountWords, promisesLeft } from "../../words/fault-counts.ts";
import { askedCount, countOf, countWords, momentWords } from "../../words/format.ts";
import { verdictOf } from "../../words/verdict.ts";
import { isOfRaft } from "../../words/violations.ts";
import { adopt } from "../adopt.ts";
import "../costs.ts";
import { HistoryJudge, tellBroken } from "../history-judge.ts";
import { icon } from "../icons.ts";
import { type DrawPanel, Panel } from "../panel.ts";

type Light = "held" | "violated" | "open";

/** One style sheet for all instances of this element. */
const styles = unsafeCSS(verdictCss);

export class RaftVerdict extends Panel {
  static override properties = { ...Panel.properties, costs: { state: true } };
  declare private costs: "hidden" | "shown";
  #judge = new HistoryJudge();
  #seen: HistoryVerdict | null = null;

  constructor() {
    super();
    this.costs = "hidden";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#judge.dispose();
  }

  /** The messages and bytes of the run, which are counted when they are asked for. */
  #showCosts(): void {
    this.costs = "shown";
  }

  override updated(): void {
    if (this.#seen !== null) tellBroken(this.session, this.#seen);
  }

  override render(): TemplateResult {
    const { view } = this.picture;
    const seen = this.#judge.verdict(this.session, this.picture, () => this.requestUpdate());
    this.#seen = seen;
    return html`
      ${summary(view)} ${brokenAt(this.session, this.picture)}
      <ul class="checks" aria-label="Properties">
        ${view.checks.map((check) => checkRow(check))} ${historyRow(seen)}
      </ul>
      <dl class="facts">
        <dt>seed</dt><dd>${view.seed}</dd>
        <dt>events</dt><dd>${countWords(view.counts.events)}</dd>
        <dt>messages</dt><dd>${countWords(view.counts.messages)}</dd>
        <dt>digest</dt><dd><code>${view.digest}</code></dd>
      </dl>
      ${
        this.costs === "shown"
          ? html`<h3>What it costs</h3><raft-costs .session=${this.session} .picture=${this.picture}></raft-costs>`
          : html`<p><button class="button" @click=${this.#showCosts}>What it costs…</button></p>`
      }
      <p class="quiet">Whoever opens this run's link gets the same digest, or the page says so.</p>`;
  }
}

function summary(view: View): TemplateResult {
  const { violations, checks } = verdictOf(view);
  const tried = [...conditionWords(view), ...faultCountWords(view.tried)];
  const first = view.violation;
  const isRafts = first !== null && isOfRaft(view, first);
  const words = first === null ? "" : `${first.title}. ${first.sentence}`;
  return html`
    ${isRafts ? html`<p class="violation-words">${words}</p>` : nothing}
    ${view.assumption === null ? nothing : html`<p class="assumption"><b>${view.assumption}</b> ${promisesLeft(view.assumption)}</p>`}
    ${view.timing === null ? nothing : html`<p>${view.timing} Progress may fail then; safety may not.</p>`}
    ${first === null || isRafts ? nothing : html`<p>After that: ${words}</p>`}
    <p>
      <b>${countOf(violations, "violation", "violations")}</b> in ${countOf(checks, "check", "checks")},
      each made when an event could have changed what its property speaks of, on every node, crashed
      ones included.
    </p>
    <dl class="facts">
      <dt>tried</dt>
      <dd>${tried.length > 0 ? tried.join(", ") : view.chaos === null ? "no fault yet: crash a node, cut a link, or switch Chaos on" : "no fault yet: chaos has just begun"}</dd>
      <dt>progress</dt>
      <dd>${progressWords(view)}</dd>
    </dl>`;
}

/** The moments of what is violated: in the strip, those of one moment are one line. */
function brokenAt(session: Session, { lanes, view }: Picture): TemplateResult | typeof nothing {
  const counts = violatedAt(lanes, view);
  if (counts.size === 0) return nothing;
  return html`<p class="button-row" role="group" aria-label="When">
    <span class="quiet">Violated at</span>
    ${[...counts].map(
      ([at, count]) => html`<button class="chip" @click=${() => showMoment(session, at)}>
        ${momentWords(at)}${count === 1 ? nothing : html` <span class="quiet">(${count})</span>`}
      </button>`,
    )}
  </p>`;
}

/**
 * How often something is violated at each moment, the earliest first. The lanes do not have what
 * clients saw; the view has it while nothing else is violated.
 */
function violatedAt(lanes: Lanes, { now, violation }: View): ReadonlyMap<Microseconds, number> {
  const counts = new Map<Microseconds, number>();
  for (const at of lanes.violations) if (at <= now) counts.set(at, (counts.get(at) ?? 0) + 1);
  if (violation !== null && !counts.has(violation.at)) counts.set(violation.at, 1);
  return new Map([...counts].sort(([one], [other]) => one - other));
}

function showMoment(session: Session, at: Microseconds): void {
  session.update((page) => ({ ...page, sheet: null }));
  session.transport.seek(at);
}

/** Describes the progress, since a cluster that does nothing violates nothing. */
function progressWords(view: View): string {
  const { counts, committed, requestCounts } = view;
  const { acknowledged, refused, unknown, waiting } = requestCounts;
  // A term has one election, and each node that stands in it is counted.
  const candidacies = countOf(counts.elections, "candidacy", "candidacies");
  if (committed === 0) return `${candidacies}, no command committed yet: that proves little`;
  const outcomes = [
    `${countWords(acknowledged)} acknowledged`,
    ...(refused === 0 ? [] : [`${countWords(refused)} refused`]),
    ...(unknown === 0 ? [] : [`${countWords(unknown)} unknown`]),
    ...(waiting === 0 ? [] : [`${countWords(waiting)} waiting`]),
  ];
  return `${candidacies}, ${countOf(committed, "command", "commands")} of clients committed; of ${countOf(askedCount(view), "request", "requests")} ${outcomes.join(", ")}`;
}

/** What each property promises; a new one has its sentence by a test of the judge. */
const meanings: Readonly<Record<string, string>> = promises;

function checkRow({ name, title, checked, violated }: CheckView): TemplateResult {
  const light = violated ? "violated" : checked === 0 ? "open" : "held";
  const times = countOf(checked, "time", "times");
  const count = checked === 0 ? "not yet" : violated ? `checked ${times}` : times;
  return row(light, title, meanings[name] ?? "", violated ? "violated" : "held", count);
}

const historyMeaning =
  "What clients saw could have come from one machine that takes one operation at a time (Linearizability).";

function historyRow(seen: HistoryVerdict | null): TemplateResult {
  if (seen === null) return row("open", "What clients saw", historyMeaning, "", "judging…");
  const looked = `${countOf(seen.operations, "operation", "operations")} looked at`;
  const words = { holds: "held", broken: "violated", undecided: "undecided" } as const;
  const lights = { holds: "held", broken: "violated", undecided: "open" } as const;
  const light: Light = seen.operations === 0 ? "open" : lights[seen.verdict];
  const meaning = seen.operations === 0 ? historyMeaning : `${historyMeaning} ${seen.sentence}`;
  return row(light, "What clients saw", meaning, words[seen.verdict], looked);
}

/** One property; its state is shown by form and word, which the color repeats. */
function row(
  light: Light,
  title: string,
  meaning: string,
  word: string,
  count: string,
): TemplateResult {
  return html`<li class=${light}>
    ${light === "open" ? html`<span class="icon light-open" aria-hidden="true"></span>` : icon(light)}
    <span><b>${title}${meaning === "" ? "" : ":"}</b> ${meaning}</span>
    <span class="check-count"><b>${light === "open" && word === "held" ? "" : word}</b><br />${count}</span>
  </li>`;
}

customElements.define("raft-verdict", RaftVerdict);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-verdict .session=${session} .picture=${picture}></raft-verdict>`;
