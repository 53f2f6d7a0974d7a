/**
 * The signs of faults of machines and links, and of who does not vote. Only the full engine knows
 * any of these, so their words and places are fetched after it; before, every disk, clock and link
 * is sound, and every node votes.
 */

import type { View } from "../engine/view.ts";
import { bringPainter } from "../stage/badge-painter.ts";
import { bringNotes } from "../stage/link-notes.ts";
import type { FaultSign, LinkNote } from "../words/fault-signs.ts";

type Signs = typeof import("../words/fault-signs.ts");

/** What the stage shows of them. */
interface ShownSigns {
  readonly faultSigns: readonly (readonly FaultSign[])[];
  readonly linkNotes: readonly LinkNote[];
}

const none: ShownSigns = { faultSigns: [], linkNotes: [] };
let signs: Signs | null = null;

/** Fetches them; resolves to whether they are new here. */
export async function fetchSigns(): Promise<boolean> {
  if (signs !== null) return false;
  const [words, { drawBadge, placeNotes }] = await Promise.all([
    import("../words/fault-signs.ts"),
    import("../stage/full-signs.ts"),
  ]);
  bringPainter(drawBadge);
  bringNotes(placeNotes);
  signs = words;
  return true;
}

/** What the ring shows beside a node, in words. */
export function faultWords(view: View, node: number): readonly string[] {
  return signs?.signsOf(view, node).map(({ words }) => words) ?? [];
}

/** All signs of a view, for a ring: read again only when machines or links have changed. */
export function signsReader(): (view: View) => ShownSigns {
  let read: ((view: View) => ShownSigns) | undefined;
  return (view) => {
    read ??= signs?.faultSignsReader();
    return read?.(view) ?? none;
  };
}
