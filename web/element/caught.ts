/** A catch of the hunt, which can be watched, shrunk, and then watched as a story. */

import { html, nothing, type TemplateResult } from "lit";
import { noteMissteps } from "../diagram/missteps.ts";
import type { HuntDesk, ShrinkState } from "../hunt/desk.ts";
import type { HuntCatch, SaidAt, ShrunkenCatch } from "../hunt/words.ts";
import { compareTwin } from "../session/comparing.ts";
import { findViolation } from "../session/finding.ts";
import { openLink, openScenario } from "../session/runs.ts";
import type { Session } from "../session/session.ts";
import { withClock } from "../words/exact-times.ts";
import { countOf, momentWords } from "../words/format.ts";

export function caughtRow(session: Session, desk: HuntDesk, caught: HuntCatch): TemplateResult {
  const shrink = desk.shrinkOf(caught);
  const further = shrink?.kind === "stopped" ? " further" : "";
  return html`<li class="caught">
    <p><b class="caught-title">${caught.title}</b> at ${momentWords(caught.at_us)} <span class="quiet">seed ${caught.seed}</span></p>
    <p>${caught.sentence}</p>
    <div class="button-row">
      <button class="button" @click=${() => watch(session, caught)}>Watch${ofSeed(caught)}</button>
      <button class="button" ?disabled=${shrink?.kind === "running" || shrink?.kind === "done"}
        @click=${() => desk.shrink(caught)}>Shrink${further}${ofSeed(caught)}</button>
      ${shrink?.kind === "running" ? shrinking(shrink) : nothing}
    </div>
    ${shrinkSentence(shrink)}
    ${shrink?.kind === "done" || shrink?.kind === "stopped" ? shrunkenPart(session, desk, shrink) : nothing}
  </li>`;
}

function shrinkSentence(shrink: ShrinkState | null) {
  const sentence = shrink?.kind === "failed" || shrink?.kind === "stopped" ? shrink.sentence : null;
  return sentence === null ? nothing : html`<p role="alert">${sentence}</p>`;
}

/** Tells screen readers the catch that a button belongs to. */
function ofSeed({ seed }: HuntCatch): TemplateResult {
  return html`<span class="hidden"> seed ${seed}</span>`;
}

function shrinking({ progress, stop }: Extract<ShrinkState, { kind: "running" }>): TemplateResult {
  return html`<button class="button" @click=${stop}>Stop shrinking</button>
    <span class="quiet">${
      progress === null
        ? "Shrinking…"
        : `${countOf(progress.actions, "action", "actions")} left, ${countOf(progress.attempts, "attempt", "attempts")}`
    }</span>`;
}

function shrunkenPart(
  session: Session,
  desk: HuntDesk,
  { kind, shrunken }: Extract<ShrinkState, { shrunken: ShrunkenCatch }>,
): TemplateResult {
  const small = shrunken.catch;
  const { actions = [], missteps = [] } = small;
  const title = `${kind === "done" ? "Shrunk to" : "Stopped at"} ${actionsWords(actions.length)}`;
  return html`<section class="shrunken" aria-label=${title}>
    <h3>${title}, broken at ${momentWords(small.at_us)}</h3>
    ${moments(actions)}
    ${missteps.length === 0 ? nothing : html`<h4>Where the rule is missing</h4>`}
    ${moments(missteps)}
    <h4>What breaks</h4>
    <p>${small.sentence}</p>
    <div class="button-row">
      <button class="button primary" @click=${() => watchStory(session, shrunken)}>Watch the story${ofSeed(small)}</button>
      ${
        desk.hunted.bug === null
          ? nothing
          : html`<button class="button" @click=${() => watchWithRule(session, shrunken)}>With the rule kept${ofSeed(small)}</button>`
      }
    </div>
  </section>`;
}

function moments(said: readonly SaidAt[]) {
  if (said.length === 0) return nothing;
  return html`<ol>
    ${said.map(({ at_us, sentence }) => html`<li><span class="quiet">${momentWords(at_us)}</span> <span>${sentence}</span></li>`)}
  </ol>`;
}

function actionsWords(count: number): string {
  return count === 0 ? "no action: it breaks by itself" : countOf(count, "action", "actions");
}

/** Opens the run of a catch where it ends. */
function watch(session: Session, caught: HuntCatch): void {
  openLink(session, caught.link, (isShown) => {
    if (isShown) find(session, caught);
  });
}

/** The judge beside a run looks neither at what clients saw nor for progress: the hunt did. */
function find(session: Session, { property, title, at_us: at, sentence }: HuntCatch): void {
  if (session.picture.view.checks.some(({ name }) => name === property)) return;
  findViolation(session, { property, title, at, nodes: [], sentence: withClock(sentence) });
}

/** Opens the shrunk run, whose missteps the diagram marks; false when it is refused. */
async function openStory(session: Session, shrunken: ShrunkenCatch): Promise<boolean> {
  if (!(await session.fullEngine.fetch())) return false;
  if (openScenario(session, shrunken.scenario) === null) return false;
  const { missteps = [] } = shrunken.catch;
  const told = missteps.map(({ at_us: at, sentence }) => ({ at, sentence }));
  noteMissteps(session, session.picture.view, told);
  return true;
}

/** Plays the shrunk run with its captions from the beginning. */
async function watchStory(session: Session, shrunken: ShrunkenCatch): Promise<void> {
  if (!(await openStory(session, shrunken))) return;
  find(session, shrunken.catch);
  session.transport.play();
}

/** Plays the shrunk run beside its twin without bugs. */
async function watchWithRule(session: Session, shrunken: ShrunkenCatch): Promise<void> {
  if (!(await openStory(session, shrunken))) return;
  await compareTwin(session, { ...session.engine.options(), bugs: [] });
  session.transport.play();
}
