/**
 * A snapshot sent to a follower that was away, seen on the ring, in the logs and on the time strip,
 * wide and on a phone.
 */

import { expect, kindsOnRing, sizes, test } from "./support.ts";

const EXAMPLE = "./?example=a_follower_that_was_away_is_sent_a_snapshot";
/** Moments of that example, in milliseconds: a part travels; the follower has installed all. */
const A_PART_TRAVELS = 2_430;
const IT_IS_INSTALLED = 4_000;

for (const { name, viewport } of sizes) {
  test.describe(name, () => {
    test.use({ viewport });

    test("a follower that was away is sent a snapshot", async ({ playground, page }) => {
      await playground.open(EXAMPLE);
      await playground.seek(A_PART_TRAVELS);
      if (name === "on a phone") await playground.tab("Time");
      await expect(playground.slider("Time")).toHaveValue(String(A_PART_TRAVELS));
      const lanes = page.getByRole("list", { name: "Lanes" }).getByRole("listitem");
      await expect(lanes.filter({ hasText: /Node 2: .*follower of term 1/ })).toHaveCount(1);
      expect(await kindsOnRing(playground)).toContain("installSnapshot");
      const caption = "So the leader sends its snapshot, part by part.";
      await expect(page.getByText(caption).first()).toBeVisible();
      const before = (await playground.view()).machines.map(({ snapshotIndex }) => snapshotIndex);
      expect(before).toEqual([8, 9, null]);

      await playground.seek(IT_IS_INSTALLED);
      await playground.tick(1);
      const { machines, nodes, violation } = await playground.view();
      expect(violation).toBeNull();
      expect(machines.map(({ snapshotIndex }) => snapshotIndex)).toEqual([8, 9, 8]);
      for (const { lastIndex, commitIndex } of nodes) {
        expect(lastIndex).toBe(10);
        expect(commitIndex).toBe(10);
      }
      if (name === "on a phone") await playground.tab("Logs");
      const logs = page.getByRole("table", { name: "Logs" });
      await expect(logs.locator(".in-snapshot").first()).toBeAttached();
      await expect(logs.getByText("in snapshot").first()).toBeAttached();
      if (name === "wide") {
        await playground.tab("Decisions");
        await expect(page.getByRole("list", { name: /^Decisions/ })).toContainText(
          /Node 2 installs Node 0's snapshot through index 8 of term 1/,
        );
      }
    });
  });
}
