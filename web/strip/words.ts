/** Says what the time strip shows: what is under the pointer, and each lane as a sentence. Pure. */

import { type Band, type Lanes, type MarkKind, type Marks, markKinds } from "../engine/lanes.ts";
import type { Microseconds } from "../engine/view.ts";
import { countOf, momentWords } from "../words/format.ts";

/** The newest changes that the sentence of a lane tells. */
const TOLD_MAX = 8;

/** What a lane was and did at a moment. `reach` is how far a mark may be away. */
export function momentOfLane(
  lanes: Lanes,
  place: number,
  at: Microseconds,
  reach: Microseconds,
): string {
  const lane = lanes.nodes[place];
  if (lane === undefined) return markWords("Clients", lanes.clients, at, reach) ?? "";
  const name = `Node ${place}`;
  const band = lane.bands.findLast((it) => it.at <= at);
  return (
    markWords(name, lane.marks, at, reach) ??
    (band ? `${name}: ${bandWords(band)} since ${momentWords(band.at)}` : "")
  );
}

/** What the lanes mark at exactly this moment. */
export function marksAt(lanes: Lanes, at: Microseconds): readonly string[] {
  const all = lanes.nodes.map(({ marks }, node) => ({ name: `Node ${node}`, marks }));
  return [...all, { name: "Clients", marks: lanes.clients }].flatMap(({ name, marks }) =>
    markKinds.filter((kind) => holds(marks[kind], at)).map((kind) => `${name} ${did[kind]}`),
  );
}

/** Whether these moments, which are in order, hold this one. It is asked whenever time moves on. */
function holds(moments: readonly Microseconds[], at: Microseconds): boolean {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((moments[middle] ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return moments[low] === at;
}

/** Tells a lane's newest changes up to a moment, for those who cannot see it. */
export function laneWords(lanes: Lanes, place: number, until: Microseconds): string {
  const bands = lanes.nodes[place]?.bands.filter((band) => band.at <= until) ?? [];
  const told = bands.slice(-TOLD_MAX);
  const left = bands.length - told.length;
  const words = told.map((band) => `${bandWords(band)} from ${momentWords(band.at)}`);
  const before = left > 0 ? [countOf(left, "earlier change", "earlier changes")] : [];
  return `Node ${place}: ${[...before, ...words].join("; ")}.`;
}

function bandWords({ status, role, term, cutOffFrom }: Band): string {
  const state = status === "up" ? `${role} of term ${term}` : `${status}, term ${term}`;
  if (cutOffFrom === 0) return state;
  return `${state}, links with ${cutOffFrom} ${cutOffFrom === 1 ? "other" : "others"} cut`;
}

const did: Readonly<Record<MarkKind, string>> = {
  elected: "wins an election",
  committed: "commits",
  toldOfCommit: "hears of a commit",
  restarted: "restarts",
  diskLost: "loses what its disk held",
  requested: "send a request",
  requestEnded: "see a request end",
};

/** The nearest mark within reach, in words; null without one. */
function markWords(
  name: string,
  marks: Marks,
  at: Microseconds,
  reach: Microseconds,
): string | null {
  let best: string | null = null;
  let nearest = reach;
  for (const kind of markKinds) {
    for (const moment of marks[kind]) {
      const distance = Math.abs(moment - at);
      if (distance > nearest) continue;
      nearest = distance;
      best = `${name} ${did[kind]} at ${momentWords(moment)}`;
    }
  }
  return best;
}
