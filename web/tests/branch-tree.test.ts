import { describe, expect, it } from "vitest";
import { lanePath, lanesOf } from "../compare/tree.ts";
import type { BranchView } from "../engine/view.ts";
import { aBranch } from "./samples.ts";

const SECOND = 1_000_000;

function places(branches: readonly BranchView[]) {
  return lanesOf(branches).map(({ branch, row, parentRow, from, to }) => ({
    id: branch.id,
    row,
    parentRow,
    from,
    to,
  }));
}

describe("the tree of branches", () => {
  it("is one lane for a run that never forked", () => {
    expect(places([aBranch(0)])).toEqual([{ id: 0, row: 0, parentRow: null, from: 0, to: 1000 }]);
  });

  it("has no tie through a lane: the latest fork stands nearest to its parent", () => {
    const tree = [
      aBranch(0),
      aBranch(1, { forkedAt: 2 * SECOND, head: 8 * SECOND }),
      aBranch(2, { forkedAt: 6 * SECOND, head: 7 * SECOND }),
      aBranch(3, { parent: 2, forkedAt: 7 * SECOND }),
    ];
    expect(places(tree)).toEqual([
      { id: 0, row: 0, parentRow: null, from: 0, to: 1000 },
      { id: 2, row: 1, parentRow: 0, from: 600, to: 700 },
      { id: 3, row: 2, parentRow: 1, from: 700, to: 1000 },
      { id: 1, row: 3, parentRow: 0, from: 200, to: 800 },
    ]);
    for (const lane of lanesOf(tree)) {
      const between = lanesOf(tree).filter(
        (other) => other.row > (lane.parentRow ?? lane.row) && other.row < lane.row,
      );
      expect(between.filter((other) => other.from < lane.from)).toEqual([]);
    }
  });

  it("ties a branch to the lane on which its fork lies, not to one that began later", () => {
    const tree = [
      aBranch(0),
      aBranch(1, { forkedAt: 6 * SECOND }),
      aBranch(2, { parent: 1, forkedAt: 4 * SECOND }),
    ];
    expect(places(tree).find(({ id }) => id === 2)).toMatchObject({ parentRow: 0, from: 400 });
  });

  it("lists every branch once, whatever was removed", () => {
    const orphaned = [aBranch(4, { parent: 3, forkedAt: SECOND }), aBranch(5, { parent: 4 })];
    expect(places(orphaned).map(({ id }) => id)).toEqual([4, 5]);
    expect(lanesOf([aBranch(0, { head: 0 })])[0]).toMatchObject({ from: 0, to: 0 });
  });

  it("is drawn down from the fork and on to the end", () => {
    const [, child] = lanesOf([aBranch(0), aBranch(1, { forkedAt: 5 * SECOND })]);
    if (!child) throw new Error("There is a second lane.");
    expect(lanePath(child, 50)).toBe("M500 25V75M500 75H1000");
  });
});
