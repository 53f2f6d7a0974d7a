/**
 * Several members are replaced at once, by the form in the Faults drawer: while the configuration is
 * joint, ring, logs and time strip say so, wide and on a phone; then the new voters are left.
 */

import { expect, sizes, test } from "./support.ts";

const EXAMPLE = "./?example=joint_needs_both_majorities";
/** A moment of that example, in milliseconds, before anybody asks for a change. */
const BEFORE = 900;

for (const { name, viewport } of sizes) {
  test.describe(name, () => {
    test.use({ viewport });

    test("several members are replaced at once", async ({ playground, page }) => {
      const memberships = async () =>
        (await playground.view()).machines.map(({ membership }) => membership);
      const nodeOnRing = (id: number) =>
        page.getByRole("button", { name: `Node ${id}`, exact: true });
      await playground.open(EXAMPLE);
      await playground.seek(BEFORE);
      expect(await memberships()).toEqual(["voter", "voter", "voter", "learner", "learner"]);

      await page.keyboard.press("l");
      const form = page.getByRole("group", { name: "The voters that there are to be" });
      for (const node of [1, 2]) await form.getByLabel(`Node ${node}`).uncheck();
      for (const node of [3, 4]) await form.getByLabel(`Node ${node}`).check();
      await page.getByRole("button", { name: "Change the voters at once" }).click();
      await page.keyboard.press("Escape");
      // The new voters are asked whether they have caught up before anything is joint.
      const joint = ["voter", "leaving", "leaving", "joining", "joining"];
      for (let step = 0; step < 400 && String(await memberships()) !== String(joint); step++)
        await playground.tick(5);
      expect(await memberships()).toEqual(joint);
      await expect(nodeOnRing(1)).toHaveAccessibleDescription(/a voter among the old ones only/);
      await expect(nodeOnRing(3)).toHaveAccessibleDescription(/a voter among the new ones only/);
      if (name === "on a phone") await playground.tab("Logs");
      const logs = page.getByRole("table", { name: "Logs" });
      const entry = "old voters 0, 1 and 2, new voters 0, 3 and 4";
      await expect(logs.getByText(entry).first()).toBeAttached();

      await playground.tick(2_000);
      expect(await memberships()).toEqual(["voter", "outside", "outside", "voter", "voter"]);
      await expect(nodeOnRing(3)).not.toHaveAccessibleDescription(/learner|new ones/);
      await expect(logs.getByText("voters 0, 3 and 4", { exact: true }).first()).toBeAttached();
      if (name === "on a phone") await playground.tab("Time");
      const lanes = page.getByRole("list", { name: "Lanes" }).getByRole("listitem");
      await expect(lanes.filter({ hasText: /Node 4: .*follower of term 1/ })).toHaveCount(1);
      expect((await playground.view()).violation).toBeNull();
    });
  });
}
