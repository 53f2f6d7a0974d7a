/**
 * The tour: steps in a fixed order, each with a condition over the run up to the moment shown. The
 * step shown is the first whose condition is not met, whatever was pressed before. Pure.
 */

import type { FeedEvent, View } from "../engine/view.ts";

export const tourSteps = [
  "elect",
  "write",
  "crash",
  "restart",
  "partition",
  "writeAgain",
  "heal",
  "share",
] as const;
export type TourStep = (typeof tourSteps)[number];

/** In a run with more decisive events the tour has no word: it could not tell which step it is at. */
export const tourEvents = 3_000;

/** The tour at one moment: its step, and the event at which the step began. */
export interface TourPlace {
  readonly step: TourStep;
  /** The decisive events since the step began; all of them at the first step. */
  readonly since: readonly FeedEvent[];
}

/** Finds what ends a step among the events after the step before; -1 when nothing does. */
type Ending = (events: readonly FeedEvent[], before: readonly FeedEvent[], view: View) => number;

const first =
  (...kinds: readonly string[]): Ending =>
  (events) =>
    events.findIndex(({ kind }) => kinds.includes(kind));

const endings: Readonly<Record<Exclude<TourStep, "share">, Ending>> = {
  elect: first("leader_elected"),
  write: (events, _before, { committed }) =>
    committed === 0 ? -1 : events.findIndex(({ kind }) => kind === "committed"),
  /** An election after the crash of a leader. */
  crash: (events, before) => {
    const crash = events.findIndex((event, place) => isLeadersCrash(event, before, events, place));
    const won = events.findIndex(({ kind }, place) => place > crash && kind === "leader_elected");
    return crash < 0 ? -1 : won;
  },
  restart: first("restarted"),
  partition: first("partitioned"),
  writeAgain: first("committed", "healed"),
  heal: first("healed"),
};

/** Whether it is the crash of the node that was elected last. */
function isLeadersCrash(
  event: FeedEvent,
  before: readonly FeedEvent[],
  events: readonly FeedEvent[],
  place: number,
): boolean {
  if (event.kind !== "crashed") return false;
  const isElection = ({ kind }: FeedEvent) => kind === "leader_elected";
  const leader = events.slice(0, place).findLast(isElection) ?? before.findLast(isElection);
  return leader?.node === event.node;
}

/** Returns the step at a moment, given all decisive events up to it. */
export function tourPlace(view: View, decisive: readonly FeedEvent[]): TourPlace {
  let begin = 0;
  for (const step of tourSteps) {
    const since = decisive.slice(begin);
    if (step === "share") return { step, since };
    const end = endings[step](since, decisive.slice(0, begin), view);
    if (end < 0) return { step, since };
    // An early heal ends two steps: it is looked at again.
    const again = step === "writeAgain" && since[end]?.kind === "healed";
    begin += again ? end : end + 1;
  }
  return { step: "share", since: [] };
}

/** Whether the run shown is one that the tour can guide through: nothing else has the word. */
export function isForTour({
  title,
  workload,
  chaos,
  options,
  beside,
  nodes,
  tried,
}: View): boolean {
  const isPlain = title === "" && workload === null && chaos === null && beside === null;
  return isPlain && options.bugs.length === 0 && tried.brokenDisks === 0 && nodes.length >= 3;
}
