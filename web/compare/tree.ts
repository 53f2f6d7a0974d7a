/** Lays out the branches of a run as a tree: a lane for each along time, joined at forks. Pure. */

import type { BranchView, Microseconds } from "../engine/view.ts";

export interface Lane {
  readonly branch: BranchView;
  /** Counted from the top, from 0. */
  readonly row: number;
  /** The row of the branch that it forked from; null for the first. */
  readonly parentRow: number | null;
  /** Where it begins and ends, in thousandths of the tree's span. */
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the lanes from top to bottom: each below the branch that it forked from, the latest fork
 * first, so that no connecting line crosses a lane.
 */
export function lanesOf(branches: readonly BranchView[]): readonly Lane[] {
  const span = spanOf(branches);
  const share = (at: Microseconds) => Math.round((at / span) * 1000);
  const originOf = (branch: BranchView) => originAmong(branches, branch);
  const lanes: Lane[] = [];
  const add = (branch: BranchView, parentRow: number | null): void => {
    const row = lanes.length;
    const from = parentRow === null ? 0 : share(branch.forkedAt);
    lanes.push({ branch, row, parentRow, from, to: Math.max(from, share(branch.head)) });
    const children = branches.filter((child) => originOf(child) === branch);
    const latestFirst = children.toSorted(
      (one, other) => other.forkedAt - one.forkedAt || one.id - other.id,
    );
    for (const child of latestFirst) add(child, row);
  };
  for (const branch of branches) {
    if (originOf(branch) === null) add(branch, null);
  }
  return lanes;
}

/** Returns the branch that was being played at the fork: the parent, or an ancestor of it. */
function originAmong(branches: readonly BranchView[], branch: BranchView): BranchView | null {
  const parentOf = (child: BranchView) =>
    branches.find((candidate) => candidate.id === child.parent) ?? null;
  let origin = parentOf(branch);
  while (origin !== null && branch.forkedAt < origin.forkedAt) origin = parentOf(origin);
  return origin;
}

/** Returns the furthest moment that any branch was played to, where the tree ends. */
export function spanOf(branches: readonly BranchView[]): Microseconds {
  return Math.max(1, ...branches.map((branch) => branch.head));
}

/** Returns a lane as the path of an SVG: down from its parent's lane, then on to its end. */
export function lanePath(lane: Lane, rowHeight: number): string {
  const middle = (row: number) => row * rowHeight + rowHeight / 2;
  const tie =
    lane.parentRow === null ? "" : `M${lane.from} ${middle(lane.parentRow)}V${middle(lane.row)}`;
  return `${tie}M${lane.from} ${middle(lane.row)}H${lane.to}`;
}
