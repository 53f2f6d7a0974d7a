/** Leaps from event to event and from mark to mark; fetched when they are first asked for. */

import type { Microseconds } from "../engine/view.ts";
import { type Jump, type JumpName, jumps } from "./jumps.ts";
import type { Session } from "./session.ts";

/** Goes to the next or the previous event of a kind. */
export function jump(session: Session, name: JumpName): void {
  const jump = jumps.find((each) => each.name === name);
  if (!jump) return;
  withFullEngine(session, () => {
    const { engine, frame, transport } = session;
    const go = () => {
      const at = engine.jump(jump.kind, jump.direction);
      const found = findingOn(session, jump, frame.now, at);
      if (found !== null) engine.seek(found);
      return found ?? at;
    };
    // What was said of another moment is over.
    session.prepare((page) => ({ ...page, notice: null }));
    transport.leap(go, noneWords(jump, session));
  });
}

/** The moment of what was found in the run, where it lies nearer than what the engine knows of. */
function findingOn(
  { page, picture: { run, view } }: Session,
  { kind, direction }: Jump,
  now: Microseconds,
  other: Microseconds | null,
): Microseconds | null {
  const { finding } = page;
  const isHere = finding?.run === run && finding.branch === view.branch;
  if (kind !== "violation" || !isHere) return null;
  const { at } = finding.violation;
  const isNearer =
    direction === "ahead"
      ? at > now && (other === null || at < other)
      : at < now && (other === null || at > other);
  return isNearer ? at : null;
}

function noneWords({ kind, direction, noun }: Jump, { picture: { view } }: Session): string {
  const isViolation = kind === "violation";
  const no = isViolation && view.violation !== null ? "No further" : "No";
  if (direction === "back") return `${no} ${noun} lies before this moment.`;
  // The judge hears every event that was played; the clients' history is judged as far as it is shown.
  const clients = isViolation && view.now < view.head ? "; what clients saw, up to here" : "";
  return `${no} ${noun} lies ahead, as far as this run was played${clients}.`;
}

export function nextMark(session: Session): void {
  withFullEngine(session, () => {
    const { now } = session.frame;
    const mark = session.engine.marks().find((candidate) => candidate.at > now);
    if (mark) session.transport.seek(mark.at);
    else session.say("No mark lies ahead, as far as this run was played: press Play.");
  });
}

export function previousMark(session: Session): void {
  withFullEngine(session, () => {
    const { now } = session.frame;
    const mark = session.engine.marks().findLast((candidate) => candidate.at < now);
    session.transport.seek(mark?.at ?? 0);
  });
}

/** Does what takes the full engine: at once, or when that has come. */
function withFullEngine({ fullEngine }: Session, work: () => void): void {
  if (fullEngine.isHere) work();
  else void fullEngine.fetch().then((isHere) => isHere && work());
}
