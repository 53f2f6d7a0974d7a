/** Lays out the plot of costs: for each stretch of time a bar, whose parts are groups of kinds. Pure. */

import type { Cost, CostsView, KindCost } from "../engine/costs.ts";

export const measures = ["messages", "bytes"] as const;
export type Measure = (typeof measures)[number];

/** Kinds that are sent for one purpose, from the foot of a bar up. */
export const costGroups = ["entries", "elections", "others", "clients"] as const;
export type CostGroup = (typeof costGroups)[number];

export interface Part {
  readonly group: CostGroup;
  /** Left edge, width, top edge and height as shares of the plot. */
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
}

export interface Plot {
  readonly parts: readonly Part[];
  /** The groups that were sent, in order. */
  readonly groups: readonly CostGroup[];
  /** What the highest bar stands for, for each second. */
  readonly highest: number;
}

/** `until` is the moment at which the plot ends. */
export function plotOf(costs: CostsView, measure: Measure, until: number): Plot {
  const length = Math.max(1, until - costs.from);
  const count = Math.max(1, Math.ceil(length / costs.step));
  const amounts = Array.from({ length: count }, (_, place) => amountsAt(costs, measure, place));
  const highest = Math.max(0, ...amounts.map(sumOf));
  const width = costs.step / length;
  const parts = amounts.flatMap((amount, place) => {
    let foot = 1;
    return costGroups.flatMap((group): readonly Part[] => {
      if (amount[group] === 0) return [];
      const height = amount[group] / highest;
      foot -= height;
      return [{ group, x: place * width, width, y: foot, height }];
    });
  });
  return {
    parts,
    groups: costGroups.filter((group) => parts.some((part) => part.group === group)),
    highest: (highest * 1_000_000) / costs.step,
  };
}

type Amounts = Readonly<Record<CostGroup, number>>;

function amountsAt(costs: CostsView, measure: Measure, place: number): Amounts {
  const of = (group: CostGroup) =>
    costs.byKind
      .filter((cost) => groupOf(cost) === group)
      .reduce((sum, { stretches }) => sum + (stretches[place] ?? nothingSent)[measure], 0);
  return {
    entries: of("entries"),
    elections: of("elections"),
    others: of("others"),
    clients: of("clients"),
  };
}

const nothingSent: Cost = { messages: 0, bytes: 0 };

function sumOf(amounts: Amounts): number {
  return costGroups.reduce((sum, group) => sum + amounts[group], 0);
}

const elections: readonly string[] = [
  "request_vote",
  "request_vote_reply",
  "pre_vote",
  "pre_vote_reply",
  "timeout_now",
];

export function groupOf({ kind }: Pick<KindCost, "kind">): CostGroup {
  if (kind.startsWith("append_entries")) return "entries";
  if (elections.includes(kind)) return "elections";
  return kind.startsWith("client") ? "clients" : "others";
}
