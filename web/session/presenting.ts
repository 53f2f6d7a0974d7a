/** Presenting in a hall: arrow keys lead from caption to caption. */

import type { Engine } from "../engine/engine.ts";
import type { Microseconds } from "../engine/view.ts";
import type { Session } from "./session.ts";

/** Captions closer than this, in microseconds, may be passed over; longer runs are read coarser. */
const GRAIN = 50_000;
/** The most moments that are read to find the captions. */
const READINGS = 600;

/**
 * Goes to the next or the previous caption of the scenario; in a run without captions, to the next
 * or the previous mark of the time line.
 */
export function goToStop(session: Session, direction: 1 | -1): void {
  const stops = stopsOf(session);
  if (stops.length === 0) {
    session.transport.pause();
    if (direction === 1) session.transport.nextMark();
    else session.transport.previousMark();
    return;
  }
  const { now } = session.frame;
  const stop =
    direction === 1 ? stops.find((at) => at > now) : (stops.findLast((at) => at < now) ?? 0);
  if (stop === undefined) session.say("This was the last caption.");
  else session.transport.seekNow(stop);
}

const found = new WeakMap<
  Session,
  { readonly key: string; readonly stops: readonly Microseconds[] }
>();

/** The moments at which a caption begins, read once for each run, branch and end. */
function stopsOf(session: Session): readonly Microseconds[] {
  const { run, view } = session.picture;
  const key = `${run}/${view.branch}/${view.head}`;
  const known = found.get(session);
  if (known?.key === key) return known.stops;
  let stops: readonly Microseconds[] = [];
  session.transport.pause();
  session.attempt(() => {
    stops = captionStops(session.engine, view.head);
    session.engine.seek(view.now);
    session.forgetNews();
  });
  found.set(session, { key, stops });
  return stops;
}

/** Reads the caption at even distances up to `head`, and narrows each change down to 1 ms. */
export function captionStops(
  engine: Pick<Engine, "seek" | "view">,
  head: Microseconds,
): readonly Microseconds[] {
  const captionAt = (at: Microseconds): string | null => {
    engine.seek(at);
    return engine.view().caption;
  };
  const grain = Math.max(GRAIN, Math.ceil(head / READINGS));
  const stops: Microseconds[] = [];
  let before = captionAt(0);
  if (before !== null) stops.push(0);
  for (let at = 0; at < head; at += grain) {
    const next = Math.min(head, at + grain);
    const caption = captionAt(next);
    if (caption !== before && caption !== null) stops.push(changeIn(at, next, before, captionAt));
    before = caption;
  }
  return stops;
}

function changeIn(
  from: Microseconds,
  until: Microseconds,
  before: string | null,
  captionAt: (at: Microseconds) => string | null,
): Microseconds {
  let [early, late] = [from, until];
  while (late - early > 1000) {
    const middle = Math.floor((early + late) / 2);
    if (captionAt(middle) === before) early = middle;
    else late = middle;
  }
  return late;
}
