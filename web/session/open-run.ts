/**
 * Which run is open, and which one was open before it. The engine holds the run before whole, so
 * that one key brings it back.
 */

import type { BranchView } from "../engine/view.ts";
import type { Session } from "./session.ts";
import type { PageState } from "./state.ts";

/** One opening of a run: an object of its own, so that what belongs to the run can find it. */
export interface OpenRun {
  readonly from: "fresh" | "link" | "scenario" | "kept" | "twin";
  /** Its branches as they were then. */
  readonly asOpened: readonly BranchView[];
}

/** The page's side of a run that the engine can bring back. */
export interface RunBefore {
  readonly run: OpenRun;
  readonly page: Pick<PageState, "removed" | "guesses" | "captions">;
}

interface Held {
  run: OpenRun;
  before: RunBefore | null;
  /** Called when another run is about to take the place of the one shown. */
  onLeave: () => void;
}

const helds = new WeakMap<Session, Held>();

/** Returns what a session holds; a session begins with a fresh run. */
export function heldBy(session: Session): Held {
  let held = helds.get(session);
  if (!held) {
    held = { run: opened(session, "fresh"), before: null, onLeave: () => undefined };
    helds.set(session, held);
  }
  return held;
}

function opened({ engine }: Session, from: OpenRun["from"]): OpenRun {
  return { from, asOpened: engine.view().branches };
}

/** The page's side of the run that is about to be replaced. */
export function leaving(session: Session): RunBefore {
  const { run, onLeave } = heldBy(session);
  onLeave();
  const { removed, guesses, captions } = session.page;
  return { run, page: { removed, guesses, captions } };
}

/** Notes that another run has taken the place of `before`. */
export function arrived(session: Session, from: OpenRun["from"], before: RunBefore | null): void {
  const held = heldBy(session);
  const { run, view } = session.picture;
  held.run = opened(session, from);
  // Nobody has seen the run that a session begins with when its address names another one.
  const isTouched = view.head > 0 || view.branches.some(({ actionCount }) => actionCount > 0);
  held.before = run > 0 || isTouched ? before : null;
}
