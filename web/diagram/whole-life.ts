/**
 * A whole life, however much of it is in sight: the run is read from its beginning on, in portions,
 * until it is over or as far as the run was played. Pure but for what it asks the engine.
 */

import type { DiagramView, Happening } from "../engine/diagram.ts";
import type { Microseconds } from "../engine/view.ts";
import { lengthWords } from "../words/exact-times.ts";
import { countOf } from "../words/format.ts";
import { EntryTrail, type Reached } from "./entry-trail.ts";
import { isOfElection, type Subject } from "./life.ts";
import { type Point, pointsOf, termOf } from "./points.ts";

type Read = (from: Microseconds, until: Microseconds, most: number) => DiagramView;

/** More messages than this are read in more portions. */
const MESSAGES_MOST = 900;
const FIRST_PORTION = 1_000_000;
/** A portion with fewer messages than this is followed by one of twice the length. */
const FEW = MESSAGES_MOST / 3;
/** A life that goes on for longer is told as far as so many portions go. */
const PORTIONS_MOST = 120;

export interface Cluster {
  readonly nodes: number;
  /** Whether its nodes take snapshots. */
  readonly takesSnapshots: boolean;
}

/** A request is over when nobody can hear more of its entry; an election, when another begins. */
export class WholeLife {
  readonly subject: Subject;
  readonly #cluster: Cluster;
  readonly #trail: EntryTrail | null;
  #points: readonly Point[] = [];
  #next: Microseconds;
  /** The number of the last event that was read. */
  #seq = -1;
  #length = FIRST_PORTION;
  #portions = 0;
  #isOver = false;

  constructor(subject: Subject, from: Microseconds, cluster: Cluster) {
    this.subject = subject;
    this.#next = from;
    this.#cluster = cluster;
    this.#trail = subject.kind === "request" ? new EntryTrail(subject.number) : null;
  }

  /** What is known of it, in the order of its happening. */
  get points(): readonly Point[] {
    return this.#points;
  }

  /** The moment up to which the run has been read for it. */
  get readUntil(): Microseconds {
    return this.#next;
  }

  /** Whether there is more to read, where the run was played up to `head`. */
  hasMore(head: Microseconds): boolean {
    const isBehind = this.#portions === 0 || this.#next < head;
    return !this.#isOver && this.#portions < PORTIONS_MOST && isBehind;
  }

  /** Whether it goes on for longer than it is told. */
  get isCut(): boolean {
    return !this.#isOver && this.#portions >= PORTIONS_MOST;
  }

  /** Reads one portion. */
  readOn(read: Read, head: Microseconds): void {
    const until = Math.min(head, this.#next + this.#length);
    const view = read(this.#next, until, MESSAGES_MOST);
    this.#portions += 1;
    if (view.counts !== null && this.#length > 1) {
      this.#length = Math.ceil(this.#length / 4);
      return;
    }
    if (view.messages.length < FEW) this.#length *= 2;
    this.#take(view);
    // More may happen at the moment up to which the run was played.
    this.#next = until;
  }

  #take(view: DiagramView): void {
    const points = pointsOf(view, this.#cluster.nodes).filter(({ seq }) => seq > this.#seq);
    this.#seq = points.at(-1)?.seq ?? this.#seq;
    const found = this.#trail?.follow(points) ?? this.#ofElection(points);
    this.#points = [...this.#ended(view), ...found].map((point, id) => ({ ...point, id }));
    if (this.#trail !== null)
      this.#isOver = isOver(this.#trail.reached, this.#cluster) && !this.#points.some(isUnderWay);
  }

  /** What was found before, with the ends that its messages have come to meanwhile. */
  #ended({ messages }: DiagramView): readonly Point[] {
    const newest = new Map(messages.map((passage) => [passage.packet.id, passage]));
    return this.#points.map((point) => {
      const { what } = point;
      if (what.kind === "happened") return point;
      const now = newest.get(what.passage.packet.id);
      if (now === undefined) return point;
      const passage = { ...now, sentSeq: what.passage.sentSeq };
      return { ...point, what: { ...what, passage } };
    });
  }

  #ofElection(points: readonly Point[]): readonly Point[] {
    const { subject } = this;
    if (subject.kind !== "election") return [];
    this.#isOver ||= points.some((point) => (termOf(point) ?? 0) > subject.term);
    return points.filter((point) => isOfElection(point, subject.term));
  }

  /** How far it has come, in a sentence. */
  words(): string {
    const read = this.isCut ? " It goes on for longer than is told here." : "";
    return `${this.#trail === null ? electionWords(this.#points) : entryWords(this.#trail.reached, this.#points, this.#cluster)}${read}`;
  }
}

/** Whether it is of a message of which the end is not known yet. */
function isUnderWay({ what }: Point): boolean {
  return what.kind === "sent" && what.passage.end === "underWay";
}

function isOver(reached: Reached, { nodes, takesSnapshots }: Cluster): boolean {
  const everywhere = reached.committed >= nodes && reached.applied >= nodes;
  return reached.isEnded && everywhere && (!takesSnapshots || reached.inSnapshot >= nodes);
}

function entryWords(
  { committed, applied, inSnapshot }: Reached,
  points: readonly Point[],
  { nodes, takesSnapshots }: Cluster,
): string {
  const asked = points.find((point) => kindOf(point) === "request_sent");
  const ended = points.find((point) => /^request_(?!sent)/.test(kindOf(point)));
  const answer =
    asked === undefined || ended === undefined
      ? "No answer yet."
      : `${outcomes[kindOf(ended)] ?? "Ended"} after ${lengthWords(ended.at - asked.at)}.`;
  const snapshots = takesSnapshots ? `, in a snapshot on ${inSnapshot}` : "";
  return `${answer} Known to be committed on ${committed} of ${countOf(nodes, "node", "nodes")}, applied on ${applied}${snapshots}.`;
}

const outcomes: Readonly<Record<string, string>> = {
  request_acknowledged: "Acknowledged",
  request_refused: "Refused",
  request_unknown: "Given up",
};

function electionWords(points: readonly Point[]): string {
  const [first] = points;
  const won = points.find((point) => kindOf(point) === "leader_elected");
  if (first === undefined) return "";
  return won === undefined ? "Nobody has won it." : `Won after ${lengthWords(won.at - first.at)}.`;
}

function kindOf({ what }: Point): Happening["told"]["kind"] {
  return what.kind === "happened" ? what.happening.told.kind : "";
}
