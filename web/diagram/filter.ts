/** Filters: which messages and events of a diagram are meant. Pure. */

import type { Passage } from "../engine/diagram.ts";
import { type Point, termOf } from "./points.ts";

export const messageGroups = ["all", "votes", "entries", "heartbeats", "clients"] as const;
export type MessageGroup = (typeof messageGroups)[number];

/** Null stands for all. */
export interface Filter {
  readonly node: number | null;
  readonly group: MessageGroup;
  readonly term: number | null;
  readonly request: number | null;
}

export const noFilter: Filter = { node: null, group: "all", term: null, request: null };

export function isFiltering(filter: Filter): boolean {
  return (
    filter.node !== null ||
    filter.group !== "all" ||
    filter.term !== null ||
    filter.request !== null
  );
}

/** The group of a message. */
export function groupOf({ packet }: Passage): Exclude<MessageGroup, "all"> {
  switch (packet.kind) {
    case "requestVote":
    case "requestVoteReply":
    case "preVote":
    case "preVoteReply":
    case "timeoutNow":
      return "votes";
    case "installSnapshot":
    case "installSnapshotReply":
      return "entries";
    case "appendEntries":
    case "appendEntriesReply":
      return packet.entryCount > 0 ? "entries" : "heartbeats";
    case "confirm":
    case "confirmReply":
      return "heartbeats";
    case "clientRequest":
    case "clientReply":
    case "readIndex":
    case "readIndexReply":
      return "clients";
  }
}

export function keepsPassage(filter: Filter, passage: Passage): boolean {
  const { from, to, term } = passage.packet;
  const group = groupOf(passage);
  return (
    (filter.node === null || from === filter.node || to === filter.node) &&
    (filter.group === "all" || filter.group === group) &&
    (filter.term === null || (group !== "clients" && term === filter.term)) &&
    (filter.request === null || passage.request === filter.request)
  );
}

/** Whether a point is meant. A filter of messages leaves the events of nodes and clients alone. */
export function keepsPoint(filter: Filter, point: Point): boolean {
  if (point.what.kind !== "happened") return keepsPassage(filter, point.what.passage);
  const { told, request } = point.what.happening;
  return (
    (filter.node === null || told.node === filter.node) &&
    (filter.term === null || termOf(point) === filter.term) &&
    (filter.request === null || request === filter.request)
  );
}
