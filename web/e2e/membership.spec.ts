/**
 * A dead member is removed, and another server joins in its place, catches up and gets its vote: by
 * the buttons of the page, seen on the ring, in the logs and on the time strip, wide and on a phone.
 */

import { expect, sizes, test } from "./support.ts";

const EXAMPLE = "./?example=a_dead_member_is_replaced";
/** A moment of that example, in milliseconds, at which Node 2 is down and still a member. */
const A_MEMBER_IS_DOWN = 1_400;

for (const { name, viewport } of sizes) {
  test.describe(name, () => {
    test.use({ viewport });

    test("a dead member is replaced", async ({ playground, page }) => {
      const memberships = async () =>
        (await playground.view()).machines.map(({ membership }) => membership);
      const nodeOnRing = (id: number) =>
        page.getByRole("button", { name: `Node ${id}`, exact: true });
      const change = async (button: string) => {
        await page.keyboard.press("l");
        await page.getByRole("button", { name: button }).click();
        await page.keyboard.press("Escape");
        await playground.tick(2_000);
      };
      await playground.open(EXAMPLE);
      await playground.seek(A_MEMBER_IS_DOWN);
      expect(await memberships()).toEqual(["voter", "voter", "voter", "outside"]);
      await expect(nodeOnRing(3)).toHaveAccessibleDescription(/outside the cluster/);

      await change("Remove from the cluster Node 2");
      expect(await memberships()).toEqual(["voter", "voter", "outside", "outside"]);
      await expect(nodeOnRing(2)).toHaveAccessibleDescription(/outside the cluster/);

      await change("Make a learner of Node 3");
      expect(await memberships()).toEqual(["voter", "voter", "outside", "learner"]);
      await expect(nodeOnRing(3)).toHaveAccessibleDescription(/a learner: it has no vote/);

      await change("Add to the cluster Node 3");
      expect(await memberships()).toEqual(["voter", "voter", "outside", "voter"]);
      await expect(nodeOnRing(3)).not.toHaveAccessibleDescription(/learner|outside/);
      const { violation, nodes } = await playground.view();
      expect(violation).toBeNull();
      expect(nodes[3]?.commitIndex).toBe(nodes[0]?.commitIndex);

      if (name === "on a phone") await playground.tab("Logs");
      const logs = page.getByRole("table", { name: "Logs" });
      await expect(logs.getByText("voters 0, 1 and 3").first()).toBeAttached();
      if (name === "on a phone") await playground.tab("Time");
      const lanes = page.getByRole("list", { name: "Lanes" }).getByRole("listitem");
      await expect(lanes.filter({ hasText: /Node 3: .*follower of term 1/ })).toHaveCount(1);
    });
  });
}

test("a node's menu says what it may become, where members come and go", async ({ playground }) => {
  await playground.node(3).click({ button: "right" });
  await expect(playground.menuItem("Inspect")).toBeVisible();
  await expect(playground.menuItem("Membership…")).toHaveCount(0);
  await playground.page.keyboard.press("Escape");

  await playground.open(EXAMPLE);
  await playground.seek(A_MEMBER_IS_DOWN);
  await playground.node(2).click({ button: "right" });
  await playground.menuItem("Membership…").click();
  await expect(playground.menu).toHaveAccessibleName("Membership of Node 2");
  await expect(playground.menuItem("Add to the cluster")).toBeDisabled();
  await playground.menuItem("Remove from the cluster").click();
  await expect(playground.menu).toBeHidden();
  await playground.tick(2_000);
  expect((await playground.view()).machines[2]?.membership).toBe("outside");
});
