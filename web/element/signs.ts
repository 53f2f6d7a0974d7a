/** The signs of the picture with their meaning: for the legend, and where each first appears. */

import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";

export interface Sign {
  readonly id: string;
  readonly words: string;
  readonly drawing: SVGTemplateResult;
  /** Whether the picture has it now; null for a sign that explains itself where it appears. */
  readonly isIn: ((picture: Picture) => boolean) | null;
}

const crown = svg`<path class="fill" d="M8 6 L7 1 L10 4 L12 0 L14 4 L17 1 L16 6 Z" />`;

/** What a message bears that asks for a yes or a no. */
const question = svg`<path class="mark" d="M9.8 10.5 A2.3 2.3 0 1 1 13.2 12 L12 13.2 M12 15.2 V15.3" />`;

/** In the order in which a first visit meets them. */
export const signs: readonly Sign[] = [
  {
    id: "arc",
    words: "The arc is a node's election timer. When it runs out, the node seeks votes.",
    drawing: svg`<circle class="term-0 line" cx="12" cy="12" r="6" /><path class="arc" d="M12 2 A10 10 0 1 1 2 12" />`,
    isIn: ({ view }) => view.nodes.some((node) => node.timerEndsAt !== null),
  },
  {
    id: "candidate",
    words:
      "Dashed: a candidate, which asks for votes. Each filled dot is a vote; large dots make a majority.",
    drawing: svg`<circle class="term-1 line dashed" cx="12" cy="12" r="9" /><circle class="term-1 fill" cx="9" cy="17" r="1.8" /><circle class="term-1 line thin" cx="14.5" cy="17" r="1.8" />`,
    isIn: ({ view }) => view.nodes.some((node) => node.role === "candidate"),
  },
  {
    id: "vote",
    words: "A ballot paper with “?” asks for a vote; the answer bears a tick or a cross.",
    drawing: svg`<rect class="term-1 fill" x="4" y="6" width="16" height="12" rx="1" />${question}`,
    isIn: ({ packets }) => packets.some(({ kind }) => kind === "requestVote"),
  },
  {
    id: "preVote",
    words:
      "A dashed ballot paper is a pre-vote: it asks whether a node would vote. No term begins, and nobody has voted.",
    drawing: svg`<rect class="term-1 line dashed" x="4" y="6" width="16" height="12" rx="1" /><g class="term-1 outlined">${question}</g>`,
    isIn: ({ packets }) =>
      packets.some(({ kind }) => kind === "preVote" || kind === "preVoteReply"),
  },
  {
    id: "timeoutNow",
    words:
      "A ballot paper without a mark is TimeoutNow: the leader hands over its lead, and tells a node to begin an election.",
    drawing: svg`<rect class="term-1 fill" x="4" y="6" width="16" height="12" rx="1" />`,
    isIn: ({ packets }) => packets.some(({ kind }) => kind === "timeoutNow"),
  },
  {
    id: "reads",
    words:
      "A sheet in a term's color is about a read beside the log: does the leader still lead, or which index must a read see?",
    drawing: svg`<rect class="term-1 fill" x="6" y="5" width="12" height="14" rx="1" />${question}`,
    isIn: ({ packets }) => packets.some(({ kind }) => /^(confirm|readIndex)/.test(kind)),
  },
  {
    id: "snapshot",
    words:
      "A sheet with dots in a term's color is a part of the leader's snapshot: the state in place of entries that its log no longer holds.",
    drawing: svg`<rect class="term-1 line" x="4" y="7" width="16" height="10" rx="1" /><circle class="term-1 fill" cx="8" cy="12" r="1.2" /><circle class="term-1 fill" cx="12" cy="12" r="1.2" /><circle class="term-1 fill" cx="16" cy="12" r="1.2" />`,
    isIn: ({ packets }) => packets.some(({ kind }) => kind === "installSnapshot"),
  },
  {
    id: "leader",
    words: "Filled, with a crown: the leader of its term.",
    drawing: svg`<g class="term-1">${crown}<circle class="fill" cx="12" cy="15" r="9" /></g>`,
    isIn: ({ view }) => view.nodes.some((node) => node.role === "leader"),
  },
  {
    id: "hue",
    words:
      "Color means term. There are eight colors, and then they repeat: the number beside it decides.",
    drawing: svg`<circle class="term-0 fill" cx="5" cy="12" r="4" /><circle class="term-1 fill" cx="12" cy="12" r="4" /><circle class="term-2 fill" cx="19" cy="12" r="4" />`,
    isIn: ({ view }) => new Set(view.nodes.map(({ term }) => term)).size > 1,
  },
  {
    id: "heartbeat",
    words:
      "A small dot is a heartbeat: the leader is alive, and followers wind their timers up again.",
    drawing: svg`<circle class="term-1 fill" cx="12" cy="12" r="3" />`,
    isIn: ({ packets }) =>
      packets.some(({ kind, entryCount }) => kind === "appendEntries" && entryCount === 0),
  },
  {
    id: "entries",
    words: "Squares that travel are log entries on their way to a follower.",
    drawing: svg`<rect class="term-1 line" x="4" y="8" width="7" height="7" /><rect class="term-1 line" x="13" y="8" width="7" height="7" />`,
    isIn: ({ packets }) => packets.some(({ entryCount }) => entryCount > 0),
  },
  {
    id: "committed",
    words: "Hollow: stored by that node, not known there to be committed. Solid: committed.",
    drawing: svg`<rect class="term-1 line" x="2" y="8" width="9" height="8" rx="1" /><rect class="term-1 fill line" x="13" y="8" width="9" height="8" rx="1" />`,
    isIn: ({ view }) => view.nodes.some(({ lastIndex }) => (lastIndex ?? 0) > 0),
  },
  {
    id: "crashed",
    words: "Grey and hatched: crashed. It keeps what is on its disk, and nothing else.",
    drawing: svg`<circle class="grey line" cx="12" cy="12" r="9" /><path class="grey line thin" d="M6 16 L16 6 M9 19 L19 9 M5 11 L11 5" />`,
    isIn: ({ view }) => view.nodes.some(({ status }) => status === "crashed"),
  },
  {
    id: "onDisk",
    words: "An entry with a dashed edge is on the disk of a crashed node, which knows no commits.",
    drawing: svg`<rect class="term-1 line dashed" x="5" y="7" width="14" height="10" rx="1" />`,
    isIn: ({ view }) =>
      view.nodes.some(({ status, lastIndex }) => status === "crashed" && (lastIndex ?? 0) > 0),
  },
  {
    id: "unwritten",
    words: "An entry with a dotted edge is not on that node's disk yet: a crash would lose it.",
    drawing: svg`<rect class="term-1 line dotted" x="5" y="7" width="14" height="10" rx="1" />`,
    isIn: null,
  },
  {
    id: "paused",
    words: "Two bars: paused. The node does nothing, and what is sent to it waits.",
    drawing: svg`<circle class="ink line" cx="12" cy="12" r="8" /><path class="ink line" d="M10 9 V15 M14 9 V15" />`,
    isIn: ({ view }) => view.nodes.some(({ status }) => status === "paused"),
  },
  {
    id: "wall",
    words: "A dashed wall: no message crosses it. A bar across one link cuts that link alone.",
    drawing: svg`<path class="ink line wall" d="M3 20 C10 14 14 10 21 4" />`,
    isIn: ({ view }) => view.groups !== null,
  },
  {
    id: "violation",
    words: "Red, and only red, is a violation: a promise of Raft that was broken.",
    drawing: svg`<circle class="red line" cx="12" cy="12" r="9" />`,
    isIn: null,
  },
];

export function signDrawing({ drawing }: Sign): TemplateResult {
  return html`<svg class="sign" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">${drawing}</svg>`;
}

/** The first sign in the picture that was not seen before, or null. */
export function newSign(picture: Picture, known: ReadonlySet<string>): Sign | null {
  return signs.find(({ id, isIn }) => isIn !== null && !known.has(id) && isIn(picture)) ?? null;
}

export function legend(): TemplateResult {
  return html`<ul class="legend" aria-label="Signs">
    ${signs.map((sign) => html`<li>${signDrawing(sign)}<span>${sign.words}</span></li>`)}
  </ul>`;
}
