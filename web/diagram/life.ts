/**
 * The life of one entry, from the client's request over append, copies, commit and apply to the
 * answer; and that of one election. Pure: a choice among the points of a diagram.
 */

import type { Microseconds, RequestView } from "../engine/view.ts";
import { EntryTrail } from "./entry-trail.ts";
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

/** The points of a life, in the order of their happening; they must begin no later than the life. */
export function lifeOf(points: readonly Point[], subject: Subject): readonly Point[] {
  return subject.kind === "request"
    ? new EntryTrail(subject.number).follow(points)
    : points.filter((point) => isOfElection(point, subject.term));
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

/** Whether a point is of the election of a term. */
export function isOfElection({ what }: Point, term: number): boolean {
  if (what.kind === "happened") {
    const { told } = what.happening;
    return told.term === term && electionEvents.has(told.kind);
  }
  const { packet } = what.passage;
  const isVote = packet.kind === "requestVote" || packet.kind === "requestVoteReply";
  return isVote && packet.term === term;
}
