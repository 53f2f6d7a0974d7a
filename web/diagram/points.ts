/**
 * The points of a diagram: the events that can be pointed at, focused and ordered. A message has
 * one for its sending and one for its end; every other event has one. Pure.
 */

import type { DiagramView, Happening, Passage } from "../engine/diagram.ts";
import type { Microseconds, Party } from "../engine/view.ts";

export interface Point {
  /** Its place among the points, which are in the order of their happening. */
  readonly id: number;
  /** The number of the event in its run: the same point keeps it when other spans are read. */
  readonly seq: number;
  readonly at: Microseconds;
  /**
   * Who does it, one event after the other: "node 2", "client 0". Null for an event of the network
   * or of the world, which no process orders.
   */
  readonly process: string | null;
  /** The lane: the number of a node; that after the last node for the clients; null for none. */
  readonly lane: number | null;
  readonly what: PointWhat;
}

export type PointWhat =
  | { readonly kind: "sent" | "arrived" | "lost"; readonly passage: Passage }
  | { readonly kind: "happened"; readonly happening: Happening };

/** All points, in the order of their happening, which is a causal order. */
export function pointsOf(view: DiagramView, nodes: number): readonly Point[] {
  const found: Omit<Point, "id">[] = [];
  for (const passage of view.messages) {
    const { packet, client } = passage;
    if (passage.sentSeq !== null)
      found.push({
        seq: passage.sentSeq,
        at: packet.sentAt,
        process: processOf(packet.from, client),
        lane: laneOf(packet.from, nodes),
        what: { kind: "sent", passage },
      });
    if (passage.endedSeq === null || passage.endedAt === null) continue;
    const arrived = passage.end === "arrived";
    const reached = arrived || passage.end === "receiverDown";
    found.push({
      seq: passage.endedSeq,
      at: passage.endedAt,
      // A message that is lost is an event of nobody: nobody knows of it.
      process: arrived ? processOf(packet.to, client) : null,
      lane: reached ? laneOf(packet.to, nodes) : null,
      what: { kind: arrived ? "arrived" : "lost", passage },
    });
  }
  for (const happening of view.events) {
    const { told, client } = happening;
    const party: Party | null = told.node ?? (client === null ? null : "client");
    found.push({
      seq: told.seq,
      at: told.at,
      process: party === null ? null : processOf(party, client),
      lane: party === null ? null : laneOf(party, nodes),
      what: { kind: "happened", happening },
    });
  }
  return found.toSorted((one, other) => one.seq - other.seq).map((point, id) => ({ id, ...point }));
}

export function laneOf(party: Party, nodes: number): number {
  return party === "client" ? nodes : party;
}

function processOf(party: Party, client: number | null): string {
  return party === "client" ? `client ${client ?? 0}` : `node ${party}`;
}

/** The term in which it happened; null for an event of the clients or of the world. */
export function termOf({ what }: Point): number | null {
  if (what.kind === "happened") return what.happening.told.term;
  const { kind, term } = what.passage.packet;
  return kind === "clientRequest" || kind === "clientReply" ? null : term;
}

/** The request that a point is about. */
export function requestOf({ what }: Point): number | null {
  return what.kind === "happened" ? what.happening.request : what.passage.request;
}
