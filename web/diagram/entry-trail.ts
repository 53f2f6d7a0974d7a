/**
 * Follows the entry of one request from node to node. What an event at an index is about is known by
 * the way on which the entry came there: the same index may hold another entry on another node, and
 * a request that is sent again may become a second entry. Pure.
 */

import type { Happening, Passage } from "../engine/diagram.ts";
import type { Point } from "./points.ts";

/** One entry that the request has become, and where it is. */
interface Copy {
  readonly index: number;
  /** The processes whose log, or whose snapshot, has it. */
  readonly holders: Set<string>;
  /** The messages that carry it, or say that it is held. */
  readonly carriers: Set<number>;
  /** The processes that have said so: they go on saying it with each reply. */
  readonly confirmed: Set<string>;
  /** The processes that know that it is committed. */
  readonly committed: Set<string>;
  readonly applied: Set<string>;
  /** The processes of whose snapshot it is a part. */
  readonly inSnapshot: Set<string>;
}

/** How far the entry has come. */
export interface Reached {
  /** Whether the client knows what became of its request. */
  readonly isEnded: boolean;
  /** How many nodes know that it is committed, have applied it, and have it in a snapshot. */
  readonly committed: number;
  readonly applied: number;
  readonly inSnapshot: number;
}

export class EntryTrail {
  readonly #request: number;
  readonly #copies: Copy[] = [];
  /** The message that came last to each process: what it does next is about that. */
  readonly #newest = new Map<string, Passage>();
  #isEnded = false;

  constructor(request: number) {
    this.#request = request;
  }

  /** The points that are about it; the next call goes on from there. */
  follow(points: readonly Point[]): readonly Point[] {
    return points.filter((point) => this.#meets(point));
  }

  /** How far it has come: the copy that most nodes know to be committed. */
  get reached(): Reached {
    const [best] = this.#copies.toSorted((one, other) => weightOf(other) - weightOf(one));
    return {
      isEnded: this.#isEnded,
      committed: best?.committed.size ?? 0,
      applied: best?.applied.size ?? 0,
      inSnapshot: best?.inSnapshot.size ?? 0,
    };
  }

  #meets({ process, what }: Point): boolean {
    if (what.kind === "happened") return this.#happens(process, what.happening);
    const { passage } = what;
    const { id } = passage.packet;
    if (what.kind === "sent") this.#noteSending(passage);
    if (what.kind === "arrived" && process !== null) this.#newest.set(process, passage);
    return (
      passage.request === this.#request || this.#copies.some(({ carriers }) => carriers.has(id))
    );
  }

  #noteSending({ packet, first, matched, through }: Passage): void {
    const process = `node ${packet.from}`;
    for (const { index, holders, carriers, confirmed } of this.#copies) {
      if (!holders.has(process)) continue;
      const last = first === null ? null : first + packet.entryCount - 1;
      const carries = holds(first, last, index) || (through ?? 0) >= index;
      const confirms = matched !== null && matched >= index && !confirmed.has(process);
      if (carries || confirms) carriers.add(packet.id);
      if (confirms) confirmed.add(process);
    }
  }

  #happens(process: string | null, happening: Happening): boolean {
    const { told, request, last } = happening;
    if (request === this.#request) {
      if (told.kind !== "request_sent") this.#isEnded = true;
      return true;
    }
    if (process === null) return false;
    const newest = this.#newest.get(process);
    if (told.kind === "command_taken" && last !== null && isAsking(newest, this.#request)) {
      this.#copies.push(copyAt(last, process));
      return true;
    }
    // Every copy takes note of the event, whether it is about another one or not.
    return this.#copies.map((copy) => takesNote(copy, process, happening, newest)).includes(true);
  }
}

function copyAt(index: number, process: string): Copy {
  return {
    index,
    holders: new Set([process]),
    carriers: new Set(),
    confirmed: new Set(),
    committed: new Set(),
    applied: new Set(),
    inSnapshot: new Set(),
  };
}

function weightOf({ committed, holders }: Copy): number {
  return committed.size * 10 + holders.size;
}

function isAsking(passage: Passage | undefined, request: number): boolean {
  return passage?.packet.kind === "clientRequest" && passage.request === request;
}

/** Notes what an event of a process does to a copy; returns whether the event is about it. */
function takesNote(
  copy: Copy,
  process: string,
  { told, first, last }: Happening,
  newest: Passage | undefined,
): boolean {
  if (!holds(first, last, copy.index)) return false;
  const brought = newest !== undefined && copy.carriers.has(newest.packet.id);
  switch (told.kind) {
    case "entries_appended":
    case "snapshot_installed":
      // What comes by another way is another entry, which takes its place.
      if (brought) copy.holders.add(process);
      else copy.holders.delete(process);
      // A snapshot stands for entries that are committed, and for what has come of them.
      if (brought && told.kind === "snapshot_installed")
        for (const places of [copy.committed, copy.applied, copy.inSnapshot]) places.add(process);
      return brought;
    case "truncated":
      copy.confirmed.delete(process);
      return copy.holders.delete(process);
    default:
      break;
  }
  if (!copy.holders.has(process)) return false;
  if (told.kind === "committed") copy.committed.add(process);
  if (told.kind === "applied") copy.applied.add(process);
  if (told.kind === "snapshot_taken") copy.inSnapshot.add(process);
  return true;
}

function holds(first: number | null, last: number | null, index: number): boolean {
  return first !== null && last !== null && first <= index && index <= last;
}
