/** Questions about the moment shown: why, why not, what if we wait, and what must happen. */

import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { type AskedEvent, askForEvent } from "../../diagram/asked-event.ts";
import type { Answer, Clause, DecidedAnswer } from "../../engine/engine.ts";
import {
  calmWords,
  nodeOf,
  otherQuestionsAbout,
  type Question,
  raisedQuestions,
} from "../../session/asking.ts";
import { selectedNode, togglePanel } from "../../session/state.ts";
import askCss from "../../styles/ask.css?inline";
import { withMoments } from "../../words/exact-times.ts";
import { momentWords } from "../../words/format.ts";
import { adopt } from "../adopt.ts";
import { decidedWords, goToButton, latestDecisions } from "../decided.ts";
import { type DrawPanel, Panel } from "../panel.ts";

const styles = unsafeCSS(askCss);

export class RaftAsk extends Panel {
  static override properties = {
    ...Panel.properties,
    node: { state: true },
    question: { state: true },
    decision: { state: true },
  };
  /** The node that the questions below are about. */
  declare private node: number;
  declare private question: Question | null;
  /** The number of the event that is asked about in place of a question. */
  declare private decision: number | null;
  #answer: Answer | null = null;
  #decided: DecidedAnswer | null = null;
  #refusal: string | null = null;
  #read = "";

  constructor() {
    super();
    this.node = 0;
    this.question = null;
    this.decision = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
    this.session.transport.pause();
    this.node = selectedNode(this.picture.page) ?? 0;
    this.question = raisedQuestions(this.picture.view)[0] ?? null;
    const { sheet } = this.picture.page;
    if (sheet?.kind !== "ask") return;
    this.decision = sheet.decision ?? null;
    const { asked } = sheet;
    if (asked === undefined) return;
    this.question = { asked, words: asked };
    this.node = nodeOf(asked) ?? this.node;
  }

  /** Asks again only when the question, the moment or the run has changed. */
  override willUpdate(_changed: PropertyValues): void {
    const { view, run } = this.picture;
    const { isHere } = this.session.fullEngine;
    const asked = this.decision ?? this.question?.asked;
    const read = `${isHere}/${asked}/${view.version}/${view.now}/${run}`;
    if (read === this.#read) return;
    this.#read = read;
    this.#answer = null;
    this.#decided = null;
    this.#refusal = null;
    // The page draws its panels anew when the full engine has come.
    if (asked === undefined || !isHere) return;
    try {
      if (typeof asked === "number") this.#decided = this.session.engine.decided(asked);
      else this.#answer = withMoments(this.session.engine.ask(asked));
    } catch (error) {
      this.#refusal = error instanceof Error ? error.message : String(error);
    }
  }

  override render(): TemplateResult {
    const { view } = this.picture;
    const raised = raisedQuestions(view);
    return html`
      <p class="quiet">At ${momentWords(view.now)}.</p>
      ${
        raised.length === 0
          ? html`<p>${calmWords(view)}</p>`
          : this.#questions("Questions that this moment raises", raised)
      }
      <label>About Node
        <select class="command" @change=${(event: Event) => this.#choose(event)}>
          ${view.nodes.map(({ id }) => html`<option value=${id} ?selected=${id === this.node}>${id}</option>`)}
        </select>
      </label>
      ${this.#questions(`Questions about Node ${this.node}`, otherQuestionsAbout(this.node, view))}
      ${this.#decisions()}
      <section class="answer" role="status" aria-label="Answer">${this.#answerWords()}</section>`;
  }

  #questions(name: string, questions: readonly Question[]): TemplateResult {
    return html`<div class="questions" role="group" aria-label=${name}>
      ${questions.map(
        (question) => html`<button class="button question"
          aria-pressed=${this.decision === null && question.asked === this.question?.asked}
          @click=${() => this.#ask(question)}>${question.words}</button>`,
      )}
    </div>`;
  }

  #ask(question: Question): void {
    this.question = question;
    this.decision = null;
    this.#showAnswer();
  }

  /** On a phone the answer lies below the questions: it comes into sight. */
  #showAnswer(): void {
    void this.updateComplete.then(() =>
      this.querySelector(".answer")?.scrollIntoView({ block: "nearest" }),
    );
  }

  /** Why a node decided so: the latest decisions up to the moment shown. */
  #decisions(): TemplateResult | typeof nothing {
    const { feed, view } = this.picture;
    const decisions = latestDecisions(feed, view.now);
    if (decisions.length === 0) return nothing;
    return html`<label>Why so?
      <select class="command" @change=${(event: Event) => this.#chooseDecision(event)}>
        <option value="" ?selected=${this.decision === null}>Choose a decision</option>
        ${decisions.map(
          ({ seq, at, sentence }) =>
            html`<option value=${seq} ?selected=${seq === this.decision}>${momentWords(at)}: ${sentence}</option>`,
        )}
      </select>
    </label>`;
  }

  #chooseDecision(event: Event): void {
    if (!(event.target instanceof HTMLSelectElement)) return;
    this.decision = event.target.value === "" ? null : Number(event.target.value);
    this.#showAnswer();
  }

  #choose(event: Event): void {
    if (event.target instanceof HTMLSelectElement) this.node = Number(event.target.value);
  }

  #answerWords(): TemplateResult | typeof nothing {
    if (this.#refusal !== null) return html`<p>${this.#refusal}</p>`;
    if (this.#decided !== null) return decidedWords(this.#decided, (at) => this.#goTo(at));
    const answer = this.#answer;
    if (answer === null) return nothing;
    return html`
      <h3>${this.#asked(answer)}</h3>
      <p><b>${answer.headline}</b></p>
      ${answer.broken.map((words) => html`<p class="assumption">${words}</p>`)}
      ${answer.because.length === 0 ? nothing : html`<ul aria-label="Because">${answer.because.map((clause) => this.#clause(clause))}</ul>`}
      ${this.#reactions(answer)}
      ${answer.ifWeWait === null ? nothing : html`<p>${answer.ifWeWait}</p>`}
      ${answer.comesByItself ? nothing : this.#needs(answer)}
      ${answer.nothingHelps === null ? nothing : html`<p>${answer.nothingHelps}</p>`}`;
  }

  /** The question by the name that was pressed, unless the answer says that it asks something else. */
  #asked({ question }: Answer): string {
    const { asked = "", words = "" } = this.question ?? {};
    return asked.startsWith("answer ") && words !== asked ? words : question;
  }

  /** What the receiver of a message made of it; each decision can be asked about. */
  #reactions({ decided }: Answer): TemplateResult | typeof nothing {
    if (decided.length === 0) return nothing;
    return html`<h3>What its receiver decided</h3>
      <ul aria-label="What its receiver decided">
        ${decided.map(
          ({ seq, sentence }) => html`<li>${sentence}
            <button class="button" aria-label="Why so: ${sentence}" @click=${() => this.#askWhy(seq)}>Why so?</button>
          </li>`,
        )}
      </ul>`;
  }

  #askWhy(decision: number): void {
    this.decision = decision;
    this.#showAnswer();
  }

  #clause({ sentence, at, nodes }: Clause): TemplateResult {
    return html`<li>${sentence}
      ${
        at === null
          ? nothing
          : html`${goToButton(at, (at) => this.#goTo(at))}
              <button class="button" aria-label="In the diagram: ${sentence}" @click=${() => this.#showEvent({ at, nodes })}>In the diagram</button>`
      }
    </li>`;
  }

  #needs({ needs }: Answer): TemplateResult | typeof nothing {
    if (needs.length === 0) return nothing;
    return html`<h3>${needs.length === 1 ? "What must happen" : "Any of these would do"}</h3>
      <ul aria-label="What must happen">
        ${needs.map(
          ({ sentence }, place) => html`<li>${sentence}
            <button class="button" aria-label="Make it happen: ${sentence}" @click=${() => this.#makeHappen(place)}>Make it happen</button>
          </li>`,
        )}
      </ul>`;
  }

  #goTo(at: number): void {
    this.session.closeSheet();
    this.session.transport.seek(at);
  }

  /** Shows the event in the space-time diagram; the moment shown stays. */
  #showEvent(event: AskedEvent): void {
    askForEvent(this.session, event);
    this.session.update((page) =>
      page.raised === "diagram" ? { ...page, sheet: null } : togglePanel(page, "diagram"),
    );
  }

  #makeHappen(alternative: number): void {
    const asked = this.question?.asked;
    if (asked === undefined) return;
    const isDone = this.session.attempt(() => this.session.engine.makeHappen(asked, alternative));
    if (!isDone) return;
    this.session.closeSheet();
    this.session.refreshAll();
    this.session.transport.play();
  }
}

customElements.define("raft-ask", RaftAsk);

export const draw: DrawPanel = (session, picture) =>
  html`<raft-ask .session=${session} .picture=${picture}></raft-ask>`;
