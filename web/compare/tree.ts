/** The branches of a run as a tree: one lane each, along time, tied to its parent at the fork. Pure. */

import type { BranchView, Microseconds } from "../view.ts";

export interface Lane {
  readonly branch: BranchView;
  /** From the top, from 0. */
  readonly row: number;
  /** The row of the branch it left; null for the first. */
  readonly parentRow: number | null;
  /** Where it begins and ends, in thousandths of the tree's span. */
  readonly from: number;
  readonly to: number;
}

/**
 * Lanes in the order in which they are listed: each under the branch it left, the latest fork
 * first, so that no tie crosses a lane.
 */
export function lanesOf(branches: readonly BranchView[]): readonly Lane[] {
  const span = spanOf(branches);
  const share = (at: Microseconds) => Math.round((at / span) * 1000);
  const known = new Set(branches.map((branch) => branch.id));
  const lanes: Lane[] = [];
  const add = (branch: BranchView, parentRow: number | null): void => {
    const row = lanes.length;
    const from = parentRow === null ? 0 : share(branch.forkedAt);
    lanes.push({ branch, row, parentRow, from, to: Math.max(from, share(branch.head)) });
    const children = branches.filter((child) => child.parent === branch.id);
    const latestFirst = children.toSorted(
      (one, other) => other.forkedAt - one.forkedAt || one.id - other.id,
    );
    for (const child of latestFirst) add(child, row);
  };
  for (const branch of branches) {
    if (branch.parent === null || !known.has(branch.parent)) add(branch, null);
  }
  return lanes;
}

/** The furthest moment any branch was played to, which is where the tree ends. */
export function spanOf(branches: readonly BranchView[]): Microseconds {
  return Math.max(1, ...branches.map((branch) => branch.head));
}

/** "from 4.00 s" says where it forked; where it was played to, the lane shows, too. */
export function lanePath(lane: Lane, rowHeight: number): string {
  const middle = (row: number) => row * rowHeight + rowHeight / 2;
  const tie =
    lane.parentRow === null ? "" : `M${lane.from} ${middle(lane.parentRow)}V${middle(lane.row)}`;
  return `${tie}M${lane.from} ${middle(lane.row)}H${lane.to}`;
}
