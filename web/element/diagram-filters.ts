/** The row of choices over the diagram: node, messages, term, request, and whose life is told. */

import { html, type TemplateResult } from "lit";
import { type Filter, type MessageGroup, messageGroups } from "../diagram/filter.ts";
import { type Subject, sameSubject, subjectsOf } from "../diagram/life.ts";
import { type Point, requestOf, termOf } from "../diagram/points.ts";
import type { WhyOf } from "../diagram/why-of.ts";
import { requestWords, subjectWords } from "../diagram/words.ts";
import type { RequestView } from "../engine/view.ts";

export interface FilterTools {
  readonly filter: Filter;
  readonly subject: Subject | null;
  readonly points: readonly Point[];
  /** The newest requests of the run. */
  readonly requests: readonly RequestView[];
  readonly nodes: number;
  choose(filter: Filter): void;
  tell(subject: Subject | null): void;
  /** Whether what comes if we wait is drawn. */
  readonly waits: boolean;
  wait(): void;
  /** What can be asked about the event in focus. */
  readonly why: WhyOf | null;
  ask(): void;
}

const groupWords: Readonly<Record<MessageGroup, string>> = {
  all: "All messages",
  votes: "Votes",
  entries: "Entries",
  heartbeats: "Heartbeats",
  clients: "Clients",
};

export function filterTools(tools: FilterTools): TemplateResult {
  const { filter, subject, points, choose } = tools;
  const nodes = Array.from({ length: tools.nodes }, (_, node) => node);
  const subjects = subjectsOf(points, tools.requests);
  // The one that is told stays a choice when it is out of sight.
  const told =
    subject === null || subjects.some((other) => sameSubject(other, subject))
      ? subjects
      : [...subjects, subject];
  return html`<div class="diagram-filters" role="group" aria-label="What is shown">
    ${select(
      "Node",
      filter.node,
      [null, ...nodes],
      (node) => (node === null ? "All nodes" : `Node ${node}`),
      (node) => choose({ ...filter, node }),
    )}
    ${select(
      "Messages",
      filter.group,
      messageGroups,
      (group) => groupWords[group],
      (group) => choose({ ...filter, group }),
    )}
    ${select(
      "Term",
      filter.term,
      [null, ...termsOf(points, filter.term)],
      (term) => (term === null ? "All terms" : `Term ${term}`),
      (term) => choose({ ...filter, term }),
    )}
    ${select(
      "Request",
      filter.request,
      [null, ...requestsOf(points, filter.request)],
      (request) => (request === null ? "All requests" : requestWords(request, tools.requests)),
      (request) => choose({ ...filter, request }),
    )}
    ${select("Life of", subject, [null, ...told], (it) => (it === null ? "The life of…" : subjectWords(it, tools.requests)), tools.tell)}
    <span class="diagram-asks">
      <button class="button" aria-pressed=${tools.waits} title="Ahead of the moment shown: what comes if nobody does anything"
        @click=${tools.wait}>If we wait</button>
      <button class="button" ?disabled=${tools.why === null} title="Ask about the event in focus (!)"
        @click=${tools.ask}>${tools.why?.words ?? "Why?"}</button>
    </span>
  </div>`;
}

function termsOf(points: readonly Point[], chosen: number | null): readonly number[] {
  const terms = new Set(points.flatMap((point) => termOf(point) ?? []));
  if (chosen !== null) terms.add(chosen);
  return [...terms].toSorted((one, other) => one - other);
}

/** The requests that are about in sight. */
function requestsOf(points: readonly Point[], chosen: number | null): readonly number[] {
  const requests = new Set(points.flatMap((point) => requestOf(point) ?? []));
  if (chosen !== null) requests.add(chosen);
  return [...requests].toSorted((one, other) => one - other);
}

function select<T>(
  label: string,
  chosen: T,
  choices: readonly T[],
  words: (choice: T) => string,
  choose: (choice: T) => void,
): TemplateResult {
  const change = (event: Event) => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const choice = choices[event.target.selectedIndex];
    if (choice !== undefined) choose(choice);
  };
  const isChosen = (choice: T) => JSON.stringify(choice) === JSON.stringify(chosen);
  return html`<select aria-label=${label} @change=${change} @keydown=${keepKeys}>
    ${choices.map((choice) => html`<option ?selected=${isChosen(choice)} .selected=${isChosen(choice)}>${words(choice)}</option>`)}
  </select>`;
}

/** Arrows and letters choose here; the page's own keys wait until the choice has lost the focus. */
function keepKeys(event: KeyboardEvent): void {
  if (event.key !== "Escape") event.stopPropagation();
}
