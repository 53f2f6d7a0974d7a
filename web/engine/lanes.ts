/**
 * Reads the lanes of the time strip, which the engine gives as an array of numbers: their order is
 * that of `crates/raft-wasm/src/view/lanes.rs`.
 */

import { type Microseconds, type NodeStatus, nodeStatuses, type Role, roles } from "./view.ts";

/** What a node was, from `at` to the next band. */
export interface Band {
  readonly at: Microseconds;
  readonly term: number;
  readonly role: Role;
  readonly status: NodeStatus;
  /** How many other nodes it could not speak with in both directions. */
  readonly cutOffFrom: number;
}

/** The kinds of marks, in the engine's order. */
export const markKinds = [
  "elected",
  "committed",
  "toldOfCommit",
  "restarted",
  "diskLost",
  "requested",
  "requestEnded",
] as const;
export type MarkKind = (typeof markKinds)[number];

/** What a node, or the clients, did: for each kind of mark its moments, in order. */
export type Marks = Readonly<Record<MarkKind, readonly Microseconds[]>>;

export interface NodeLane {
  readonly bands: readonly Band[];
  readonly marks: Marks;
}

/** The lanes of a branch, as far as it was played. */
export interface Lanes {
  /** By number of the node. */
  readonly nodes: readonly NodeLane[];
  readonly clients: Marks;
  readonly violations: readonly Microseconds[];
  /** How far the branch was played: a scenario's own end may be further ahead. */
  readonly played: Microseconds;
}

/** Before the engine has been read. */
export const noLanes: Lanes = {
  nodes: [],
  clients: Object.fromEntries(markKinds.map((kind) => [kind, []])) as unknown as Marks,
  violations: [],
  played: 0,
};

/** Decodes the lanes. */
export function readLanes(numbers: Float64Array): Lanes {
  let place = 0;
  const next = (): number => {
    place += 1;
    return numbers[place - 1] ?? 0;
  };
  const some = <T>(read: () => T): T[] => Array.from({ length: next() }, read);
  const band = (): Band => ({
    at: next(),
    term: next(),
    role: roles[next()] ?? "follower",
    status: nodeStatuses[next()] ?? "crashed",
    cutOffFrom: next(),
  });
  const marks = (): Marks =>
    Object.fromEntries(markKinds.map((kind) => [kind, some(next)])) as Record<MarkKind, number[]>;
  const bands = some(() => some(band));
  const nodes = bands.map((of) => ({ bands: of, marks: marks() }));
  return { nodes, clients: marks(), violations: some(next), played: next() };
}
