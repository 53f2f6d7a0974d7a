/** Hand-made moments of a cluster, for the tests of the stage. */

import type {
  Frame,
  NodeId,
  NodeView,
  PacketKind,
  PacketView,
  Party,
  RequestView,
} from "../engine/view.ts";
import { calmInput, type StageInput, type StageSettings } from "../stage/settings.ts";

export const now = 10_000_000;

export const wide = { width: 760, height: 500 } as const;
export const small = { width: 360, height: 320 } as const;

export function settingsFor(
  size: { readonly width: number; readonly height: number },
  input: Partial<StageInput> = {},
): StageSettings {
  const waiting = input.requests?.filter(({ outcome }) => outcome === "waiting").length ?? 0;
  return { ...calmInput, waiting, ...input, ...size };
}

export function node(id: NodeId, over: Partial<NodeView> = {}): NodeView {
  return {
    id,
    status: "up",
    role: "follower",
    term: 3,
    votedFor: null,
    leader: null,
    commitIndex: null,
    lastIndex: null,
    lastTerm: null,
    timerStartedAt: now - 500_000,
    timerEndsAt: now + 1_500_000,
    votes: [],
    votesNeeded: 3,
    ...over,
  };
}

export function idle(count: number): Frame {
  const nodes = Array.from({ length: count }, (_, id) => node(id, { term: 0 }));
  return { now, nodes, packets: [] };
}

/** Five nodes, one of which leads term 3. */
export function led(leader: NodeId): Frame {
  const nodes = [0, 1, 2, 3, 4].map((id) =>
    id === leader
      ? node(id, { role: "leader", votedFor: id, leader, commitIndex: 4, timerEndsAt: null })
      : node(id, { votedFor: leader, leader, commitIndex: 4 }),
  );
  return { now, nodes, packets: [] };
}

/** A message that has flown `flown` (0 … 1) of its 60 ms. */
export function packet(
  id: number,
  from: Party,
  to: Party,
  kind: PacketKind,
  flown: number,
  over: Partial<PacketView> = {},
): PacketView {
  const sentAt = now - Math.round(flown * 60_000);
  return {
    id,
    from,
    to,
    kind,
    term: 3,
    sentAt,
    dueAt: sentAt + 60_000,
    fate: "arrives",
    entryCount: 0,
    positive: null,
    duplicate: false,
    ...over,
  };
}

export function request(id: number, command: string, outcome: RequestView["outcome"]): RequestView {
  return {
    id,
    client: 0,
    command,
    to: 2,
    sentAt: 0,
    endedAt: null,
    outcome,
    note: "",
    attempts: 1,
  };
}
