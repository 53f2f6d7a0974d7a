/**
 * Cause and effect: the happens-before order of Lamport. An event can influence another one only if
 * a way leads from it along the lanes and along messages that arrived. Pure.
 */

import type { Point } from "./points.ts";

/** For each point, by its id: the points that come directly before and after it. */
export interface Order {
  readonly causes: readonly (readonly number[])[];
  readonly effects: readonly (readonly number[])[];
}

/** The order of points that are given in the order of their happening. */
export function orderOf(points: readonly Point[]): Order {
  const causes = points.map((): number[] => []);
  const effects = points.map((): number[] => []);
  const link = (cause: number, effect: number) => {
    effects[cause]?.push(effect);
    causes[effect]?.push(cause);
  };
  const last = new Map<string, number>();
  const sent = new Map<number, number>();
  for (const { id, process, what } of points) {
    const before = process === null ? undefined : last.get(process);
    if (before !== undefined) link(before, id);
    if (process !== null) last.set(process, id);
    if (what.kind === "happened") continue;
    const message = what.passage.packet.id;
    if (what.kind === "sent") sent.set(message, id);
    else {
      const sending = sent.get(message);
      if (sending !== undefined) link(sending, id);
    }
  }
  return { causes, effects };
}

/** All that can have influenced a point, itself left out. */
export function pastOf({ causes }: Order, id: number): ReadonlySet<number> {
  return reached(causes, id);
}

/** All that a point can have influenced, itself left out. */
export function futureOf({ effects }: Order, id: number): ReadonlySet<number> {
  return reached(effects, id);
}

function reached(next: readonly (readonly number[])[], from: number): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const other of next[id] ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      waiting.push(other);
    }
  }
  return found;
}

/** The shortest way by which one point could influence a later one, both included; null without one. */
export function wayBetween({ effects }: Order, from: number, to: number): readonly number[] | null {
  const cameFrom = new Map<number, number>([[from, from]]);
  const queue = [from];
  for (const id of queue) {
    if (id === to) break;
    for (const next of effects[id] ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, id);
      queue.push(next);
    }
  }
  if (from === to || !cameFrom.has(to)) return null;
  const way = [to];
  for (let id = to; id !== from; ) {
    id = cameFrom.get(id) ?? from;
    way.unshift(id);
  }
  return way;
}
