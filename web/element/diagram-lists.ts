/** The lists of the diagram: what it holds for keys and ears, and the life that is told. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Point } from "../diagram/points.ts";
import { isInSight, type Sight } from "../diagram/sight.ts";
import { pointWords } from "../diagram/words.ts";
import { countOf } from "../words/format.ts";

/** A list holds no more events than this: zoom in for the others. */
const LISTED_MOST = 250;

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

/** The events of a life, each of which leads to its moment. */
export function lifeList(
  title: string,
  life: readonly Point[],
  go: (point: Point) => void,
  hover: (point: Point | null) => void,
): TemplateResult {
  const event = (point: Point) => html`<li><button class="text-button" @click=${() => go(point)}
    @pointerenter=${() => hover(point)} @pointerleave=${() => hover(null)}>${pointWords(point)}</button></li>`;
  return html`<section class="diagram-life" aria-label="The life of it">
    <h3>${title}</h3>
    ${
      life.length === 0
        ? html`<p class="quiet">Nothing of it is in sight: zoom out, or move to it.</p>`
        : html`<ol>${life.map(event)}</ol>`
    }
  </section>`;
}
