/**
 * Reads the frame, which the engine gives as an array of numbers: their order is that of
 * `crates/raft-wasm/src/view/frame.rs`, where "none" is -1.
 */

import {
  type Frame,
  type NodeId,
  type NodeView,
  nodeStatuses,
  type PacketView,
  type Party,
  packetFates,
  packetKinds,
  roles,
} from "./view.ts";

const headerFields = 3;
const nodeFields = 13;
const packetFields = 11;

/** Decodes one frame. */
export function readFrame(numbers: Float64Array): Frame {
  const [now = 0, nodeCount = 0, packetCount = 0] = numbers;
  const nodes: NodeView[] = [];
  const packets: PacketView[] = [];
  let at = headerFields;
  for (let count = 0; count < nodeCount; count += 1, at += nodeFields) {
    nodes.push(readNode(numbers, at));
  }
  for (let count = 0; count < packetCount; count += 1, at += packetFields) {
    packets.push(readPacket(numbers, at));
  }
  return { now, nodes, packets };
}

function readNode(numbers: Float64Array, at: number): NodeView {
  return {
    id: number(numbers, at),
    status: nodeStatuses[number(numbers, at + 1)] ?? "crashed",
    role: roles[number(numbers, at + 2)] ?? "follower",
    term: number(numbers, at + 3),
    votedFor: optional(numbers, at + 4),
    leader: optional(numbers, at + 5),
    commitIndex: optional(numbers, at + 6),
    lastIndex: optional(numbers, at + 7),
    lastTerm: optional(numbers, at + 8),
    timerStartedAt: optional(numbers, at + 9),
    timerEndsAt: optional(numbers, at + 10),
    votes: members(number(numbers, at + 11)),
    votesNeeded: number(numbers, at + 12),
  };
}

function readPacket(numbers: Float64Array, at: number): PacketView {
  const positive = optional(numbers, at + 9);
  return {
    id: number(numbers, at),
    from: party(number(numbers, at + 1)),
    to: party(number(numbers, at + 2)),
    kind: packetKinds[number(numbers, at + 3)] ?? "appendEntries",
    term: Math.max(0, number(numbers, at + 4)),
    sentAt: number(numbers, at + 5),
    dueAt: number(numbers, at + 6),
    fate: packetFates[number(numbers, at + 7)] ?? "arrives",
    entryCount: number(numbers, at + 8),
    positive: positive === null ? null : positive === 1,
    duplicate: number(numbers, at + 10) === 1,
  };
}

function number(numbers: Float64Array, at: number): number {
  return numbers[at] ?? 0;
}

function optional(numbers: Float64Array, at: number): number | null {
  const found = numbers[at] ?? -1;
  return found < 0 ? null : found;
}

function party(found: number): Party {
  return found < 0 ? "client" : found;
}

/** The nodes whose bits are set, in ascending order. */
function members(mask: number): readonly NodeId[] {
  const found: NodeId[] = [];
  for (let rest = mask, id = 0; rest > 0; rest >>= 1, id += 1) {
    if (rest & 1) found.push(id);
  }
  return found;
}
