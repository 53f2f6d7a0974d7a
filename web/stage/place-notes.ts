/** Finds places for the notes on links, off the nodes: on the link where it is long enough, else beside it. */

import { captionLeading, letterWidth } from "./captions.ts";
import type { LinkEnds } from "./link-notes.ts";
import {
  between,
  boxesOverlap,
  distance,
  distanceToBox,
  type SceneBox,
  type ScenePoint,
  scenePoint,
} from "./point.ts";
import type { Ring } from "./ring.ts";
import type { Label } from "./scene.ts";
import type { StageSettings } from "./settings.ts";

/** Text size in CSS pixels. */
const size = 11;
/** Where on its link a note stands, from the sender: the notes of two directions do not meet. */
const fromSender = [0.36, 0.43, 0.5];
const inTheMiddle = [0.5];
/** How much farther than beside it a note may stand from its link. */
const beside = [0, 6, 12, 20];

export function placeNotes(
  { first, second, from, to }: LinkEnds,
  settings: StageSettings,
  ring: Ring,
): readonly Label[] {
  const taken = ring.captions.flatMap((caption) => (caption === null ? [] : [caption.box]));
  return settings.linkNotes.flatMap((note) => {
    const there = note.from === first && note.to === second;
    const back = note.from === second && note.to === first;
    if (!there && !back) return [];
    const along = note.bothWays ? inTheMiddle : fromSender;
    const places = there
      ? placesAlong(from, to, along, note.text)
      : placesAlong(to, from, along, note.text);
    const box = leastHidden(places, taken, ring);
    taken.push(box);
    const at = scenePoint(box.left + box.width / 2, box.top + box.height / 2);
    return [{ text: note.text, at, size, bold: false, align: "center", tone: { kind: "ink" } }];
  });
}

/** From the best to the worst: on the link, then at the right of who sends, then at the left. */
function placesAlong(
  start: ScenePoint,
  end: ScenePoint,
  along: readonly number[],
  text: string,
): SceneBox[] {
  const [width, height] = [text.length * letterWidth * size, captionLeading * size];
  const length = distance(start, end) || 1;
  const [x, y] = [(start.y - end.y) / length, (end.x - start.x) / length];
  const half = (Math.abs(x) * width + Math.abs(y) * height) / 2;
  const aside = beside.map((more) => half + more);
  return [0, ...aside, ...aside.map((reach) => -reach)].flatMap((reach) =>
    along.map((fraction) => {
      const middle = between(start, end, fraction);
      const left = middle.x + x * reach - width / 2;
      return { left, top: middle.y + y * reach - height / 2, width, height };
    }),
  );
}

function leastHidden(
  places: readonly SceneBox[],
  taken: readonly SceneBox[],
  ring: Ring,
): SceneBox {
  let best: SceneBox = { left: 0, top: 0, width: 0, height: 0 };
  let bestCost = Number.POSITIVE_INFINITY;
  for (const box of places) {
    const cost = costOf(box, taken, ring);
    if (cost < bestCost) [best, bestCost] = [box, cost];
  }
  return best;
}

/** How many pixels of a place others take. */
function costOf(box: SceneBox, taken: readonly SceneBox[], ring: Ring): number {
  // Clear of the timer and of what stands around a node that is selected.
  const clear = ring.nodeRadius + (ring.compact ? 11 : 13);
  let cost = 0;
  for (const node of ring.nodes) cost += Math.max(0, clear - distanceToBox(node, box));
  for (const other of taken) if (boxesOverlap(box, other)) cost += box.height;
  const isInSight =
    box.left >= 0 &&
    box.top >= 0 &&
    box.left + box.width <= ring.width &&
    box.top + box.height <= ring.height;
  return isInSight ? cost : cost + box.width;
}
