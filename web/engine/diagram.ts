/** What the engine gives for a span of the space-time diagram. */

import type { Band } from "./lanes.ts";
import type { FeedEvent, Microseconds, NodeId, PacketView } from "./view.ts";

export interface DiagramView {
  readonly from: Microseconds;
  /** The last moment, as far as the run was played. */
  readonly until: Microseconds;
  /** The messages that were under way meanwhile, in the order of their sending. */
  readonly messages: readonly Passage[];
  /** What happened to nodes, clients and the network, in order. */
  readonly events: readonly Happening[];
  /** In place of both, where there are too many messages to tell apart; else null. */
  readonly counts: readonly MessageCount[] | null;
  /** Where messages of a node waited for its disk, for as long as a heartbeat or longer. */
  readonly silences: readonly Silence[];
}

export interface Silence {
  readonly node: NodeId;
  readonly from: Microseconds;
  /** Null where they still waited at the end of what was played. */
  readonly until: Microseconds | null;
}

export const passageEnds = ["underWay", "arrived", "lost", "cut", "receiverDown"] as const;
export type PassageEnd = (typeof passageEnds)[number];

/** The way of one message. */
export interface Passage {
  readonly packet: PacketView;
  readonly sentence: string;
  /** Which client, for a message to or from one. */
  readonly client: number | null;
  /** The number of the request that it carries or answers. */
  readonly request: number | null;
  /** The index of the first entry that it carries. */
  readonly first: number | null;
  /** The index through which its sender says that the logs agree. */
  readonly matched: number | null;
  /** The last index that the snapshot stands for of which it carries a part. */
  readonly through: number | null;
  /** The number of the event of its sending; null when that was before the span. */
  readonly sentSeq: number | null;
  /** When it reached a paused process. */
  readonly waitedAt: Microseconds | null;
  readonly endedSeq: number | null;
  readonly endedAt: Microseconds | null;
  readonly end: PassageEnd;
}

/** One event that is not about a message. */
export interface Happening {
  /** `kind` is as in the feed, or "applied". */
  readonly told: FeedEvent;
  /** Which client, for an event of one. */
  readonly client: number | null;
  /** The number of the request that it is about. */
  readonly request: number | null;
  /** The entries that it is about. */
  readonly first: number | null;
  readonly last: number | null;
}

/** What comes from the moment shown on, if nobody does anything more. */
export interface ForecastView {
  readonly from: Microseconds;
  /** As far as it was played: a busy run is not played to the end that was asked for. */
  readonly until: Microseconds;
  readonly nodes: readonly ForecastLane[];
}

export interface ForecastLane {
  readonly bands: readonly Band[];
  /** When the node wins an election. */
  readonly elected: readonly Microseconds[];
  /** When it counts a majority, and commits. */
  readonly committed: readonly Microseconds[];
}

/** How many messages were sent in a stretch of time. */
export interface MessageCount {
  readonly from: Microseconds;
  readonly until: Microseconds;
  readonly messages: number;
}
