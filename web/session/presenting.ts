/** Presenting in a hall: arrow keys lead from caption to caption. */

import type { Engine } from "../engine/engine.ts";
import type { Microseconds, View } from "../engine/view.ts";
import { nextMark, previousMark } from "./leaps.ts";
import type { Session } from "./session.ts";

/** The moments that are read to find the captions are as far apart as this, in microseconds. */
const GRAIN = 50_000;
/** The most of them; longer runs are read coarser. */
const READINGS = 600;

/**
 * Goes to the next or the previous caption of the scenario; in a run without captions, to the next
 * or the previous mark of the time line.
 */
export function goToStop(session: Session, direction: 1 | -1): void {
  const stops = stopsOf(session);
  if (stops.length === 0) {
    session.transport.pause();
    if (direction === 1) nextMark(session);
    else previousMark(session);
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

/**
 * Reads the caption at even distances up to `head`, and goes back from each to those before it. A
 * caption of the very beginning, which the title hides, is said a microsecond later.
 */
export function captionStops(
  engine: Pick<Engine, "seek" | "view">,
  head: Microseconds,
): readonly Microseconds[] {
  const grain = Math.max(GRAIN, Math.ceil(head / READINGS));
  const stops: Microseconds[] = [];
  for (
    let until = 0, before = -1;
    before < head;
    before = until, until = Math.min(head, until + grain)
  ) {
    const found: Microseconds[] = [];
    for (let at: Microseconds | null = until; at !== null && at > before; ) {
      engine.seek(at);
      const { captionAt, title }: View = engine.view();
      if (captionAt !== null && captionAt > before)
        found.unshift(captionAt === 0 && title !== "" ? 1 : captionAt);
      at = captionAt === null ? null : captionAt - 1;
    }
    stops.push(...found);
  }
  return stops;
}
