/**
 * The life of one entry, from the client's request over append, copies, commit and apply to the
 * answer; and that of one election. Pure: a choice among the points of a diagram.
 */

import type { Microseconds, RequestView } from "../engine/view.ts";
import type { Point } from "./points.ts";

export type Subject =
  | { readonly kind: "request"; readonly number: number }
  | { readonly kind: "election"; readonly term: number };

/** What can be told: the elections and the requests that were read, and the newest requests. */
export function subjectsOf(
  points: readonly Point[],
  newest: readonly RequestView[],
): readonly Subject[] {
  const requests = new Set(newest.map(({ id }) => id));
  const elections = new Set<number>();
  for (const { what } of points) {
    if (what.kind !== "happened") continue;
    const { told, request } = what.happening;
    if (told.kind === "request_sent" && request !== null) requests.add(request);
    if (told.kind === "election_timeout" && told.term !== null) elections.add(told.term);
  }
  const numbers = [...requests].toSorted((one, other) => one - other);
  return [
    ...[...elections].map((term): Subject => ({ kind: "election", term })),
    ...numbers.map((number): Subject => ({ kind: "request", number })),
  ];
}

/** From the beginning of a life to its end, as far as that is known; null when nothing is. */
export function stretchOf(
  points: readonly Point[],
  newest: readonly RequestView[],
  subject: Subject,
): { readonly from: Microseconds; readonly until: Microseconds } | null {
  const life = lifeOf(points, subject);
  const request = newest.find(({ id }) => subject.kind === "request" && id === subject.number);
  const from = request?.sentAt ?? life[0]?.at;
  const until = Math.max(request?.endedAt ?? 0, life.at(-1)?.at ?? 0);
  return from === undefined ? null : { from, until: Math.max(until, from) };
}

export function sameSubject(one: Subject | null, other: Subject | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The points of a life, in the order of their happening. */
export function lifeOf(points: readonly Point[], subject: Subject): readonly Point[] {
  return subject.kind === "request"
    ? lifeOfRequest(points, subject.number)
    : points.filter((point) => isOfElection(point, subject.term));
}

/**
 * A request becomes an entry where a leader takes it: the first entry that a node takes right after
 * the request has arrived there. From then on its index tells what is about it.
 */
function lifeOfRequest(points: readonly Point[], request: number): readonly Point[] {
  const taken = takenAt(points, request);
  const isAbout = (point: Point): boolean => {
    const { what } = point;
    if (what.kind === "happened") {
      const { told, first, last } = what.happening;
      if (what.happening.request === request) return true;
      return taken !== null && told.seq >= taken.seq && holds(first, last, taken.index);
    }
    if (what.passage.request === request) return true;
    const { packet, first, matched } = what.passage;
    if (taken === null || packet.sentAt < taken.at) return false;
    if (first !== null) return holds(first, first + packet.entryCount - 1, taken.index);
    return matched !== null && matched >= taken.index && isFirst(point);
  };
  /** Of the confirmations by one node, only those until the entry is known there are about it. */
  const confirmed = new Map<string, number>();
  const isFirst = ({ what }: Point): boolean => {
    if (what.kind === "happened") return false;
    const { id, from } = what.passage.packet;
    const known = confirmed.get(`${from}`);
    if (known === undefined) confirmed.set(`${from}`, id);
    return known === undefined || known === id;
  };
  return points.filter(isAbout);
}

interface Taken {
  readonly seq: number;
  readonly at: number;
  readonly index: number;
}

function takenAt(points: readonly Point[], request: number): Taken | null {
  const arrival = new Map<string, boolean>();
  for (const { process, what, seq, at } of points) {
    if (process === null) continue;
    if (what.kind === "arrived") {
      const { packet } = what.passage;
      arrival.set(process, packet.kind === "clientRequest" && what.passage.request === request);
    } else if (
      what.kind === "happened" &&
      what.happening.told.kind === "command_taken" &&
      what.happening.last !== null &&
      arrival.get(process)
    ) {
      return { seq, at, index: what.happening.last };
    }
  }
  return null;
}

function holds(first: number | null, last: number | null, index: number): boolean {
  return first !== null && last !== null && first <= index && index <= last;
}

const electionEvents = new Set([
  "election_timeout",
  "pre_vote_asked",
  "vote_granted",
  "vote_denied",
  "vote_counted",
  "leader_elected",
  "leader_recognized",
]);

function isOfElection({ what }: Point, term: number): boolean {
  if (what.kind === "happened") {
    const { told } = what.happening;
    return told.term === term && electionEvents.has(told.kind);
  }
  const { packet } = what.passage;
  const isVote = packet.kind === "requestVote" || packet.kind === "requestVoteReply";
  return isVote && packet.term === term;
}
