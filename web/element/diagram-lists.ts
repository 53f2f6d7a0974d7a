/** The lists of the diagram: what it holds for keys and ears, and the life that is told. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Point } from "../diagram/points.ts";
import { isInSight, type Sight } from "../diagram/sight.ts";
import type { WholeLife } from "../diagram/whole-life.ts";
import { pointWords } from "../diagram/words.ts";
import type { Microseconds } from "../engine/view.ts";
import { exactWords } from "../words/exact-times.ts";
import { countOf } from "../words/format.ts";

/** A list holds no more events than this: zoom in for the others. */
const LISTED_MOST = 250;
/** The list of a life holds no more: an entry may be sent to a node that is down for hours. */
const LIFE_MOST = 400;
/** A life that is read to less than this before the end of the run is said to be whole. */
const BEHIND = 1_000_000;

export interface EventList {
  /** The events in sight that the filters keep, in causal order. */
  readonly points: readonly Point[];
  /** The number of the event in focus. */
  readonly focused: number | null;
  /** The events that only this one of two compared runs has; null while nothing is compared. */
  readonly only: ReadonlySet<number> | null;
  readonly key: (event: KeyboardEvent) => void;
  readonly focus: (point: Point) => void;
  readonly blur: (event: FocusEvent) => void;
  readonly go: (point: Point) => void;
}

/** The events as buttons, of which one takes the focus. */
export function eventList(list: EventList): TemplateResult {
  const { points, focused, only } = list;
  const held = points.findIndex(({ seq }) => seq === focused);
  const first = Math.max(0, Math.min(held - LISTED_MOST / 2, points.length - LISTED_MOST));
  const shown = points.slice(first, first + LISTED_MOST);
  const entry = held < 0 ? shown[0]?.seq : focused;
  return html`<ol class="hidden diagram-events" aria-label="Events in sight, in causal order" @keydown=${list.key}>
    ${repeat(
      shown,
      ({ seq }) => seq,
      (point) => html`<li><button data-seq=${point.seq} tabindex=${point.seq === entry ? 0 : -1}
        @focus=${() => list.focus(point)} @blur=${list.blur}
        @click=${() => list.go(point)}>${pointWords(point)}${only?.has(point.id) ? " (only in the left run)" : nothing}</button></li>`,
    )}
    ${
      points.length > shown.length
        ? html`<li>${countOf(points.length - shown.length, "more event", "more events")} in sight: zoom in to hear of each.</li>`
        : nothing
    }
  </ol>`;
}

/** What only the compared run has in sight, for those who do not see it. */
export function besideList(
  points: readonly Point[],
  only: ReadonlySet<number>,
  sight: Sight,
): TemplateResult {
  const shown = points.filter((point) => only.has(point.id) && isInSight(sight, point.at));
  return html`<ol class="hidden" aria-label="Events in sight of the right run alone">
    ${shown.slice(0, LISTED_MOST).map((point) => html`<li>${pointWords(point)}</li>`)}
  </ol>`;
}

/** A life in a sentence, and its events, each of which leads to its moment. */
export function lifeList(
  title: string,
  whole: WholeLife,
  played: Microseconds,
  go: (point: Point) => void,
  hover: (point: Point | null) => void,
): TemplateResult {
  const event = (point: Point) => html`<li><button class="text-button" @click=${() => go(point)}
    @pointerenter=${() => hover(point)} @pointerleave=${() => hover(null)}>${pointWords(point)}</button></li>`;
  const { points } = whole;
  const more = points.length - LIFE_MOST;
  const isBehind = whole.hasMore(played) && played - whole.readUntil > BEHIND;
  const read = isBehind ? ` Read up to ${exactWords(whole.readUntil)}.` : "";
  return html`<section class="diagram-life" aria-label="The life of it" aria-busy=${isBehind}>
    <h3>${title}</h3>
    <p class="quiet">${whole.words()}${read}</p>
    <ol>${points.slice(0, LIFE_MOST).map(event)}</ol>
    ${more > 0 ? html`<p class="quiet">${countOf(more, "more event", "more events")}, the last at ${exactWords(points.at(-1)?.at ?? 0)}.</p>` : nothing}
  </section>`;
}
