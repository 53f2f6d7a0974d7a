/** A lead changes hands (Thesis §3.10): seen on the ring, in the logs and on the time strip. */

import type { RaftRing } from "../element/ring.ts";
import { layout } from "../stage/layout.ts";
import { calmInput } from "../stage/settings.ts";
import { expect, type Playground, test } from "./support.ts";

/** Node 2 leads term 1, and all hold SET x=1. */
async function led(playground: Playground): Promise<void> {
  await playground.seek(4_000);
  await playground.write("SET x=1");
  await playground.playUntilStatus(/^Node 2 leads term 1; 5 of 5 up; 1 command committed$/);
  await playground.tick(30);
}

/** The heading that the narrator speaks. */
const headline = ({ page }: Playground) => page.getByRole("heading", { level: 1 });

/** What the ring draws of the message that tells the successor to begin an election. */
async function timeoutNowOnTheRing({ page }: Playground) {
  return page.locator("raft-ring").evaluate((ring: RaftRing) => {
    const found = ring.session.frame.packets.find(({ kind }) => kind === "timeoutNow");
    return found ? { from: found.from, to: found.to, id: found.id } : null;
  });
}

async function isDrawn({ page }: Playground, id: number): Promise<boolean> {
  const ring = page.locator("raft-ring");
  const frame = await ring.evaluate((found: RaftRing) => found.session.frame);
  const scene = layout(frame, {
    ...calmInput,
    client: "beside",
    requests: [],
    width: 600,
    height: 500,
  });
  return scene.packets.some((packet) => packet.id === id);
}

/** The lanes of the time strip in words. */
const lanes = ({ page }: Playground) => page.getByRole("list", { name: "Lanes" });
const changedHands = [
  /Node 2: .*leader of term 1 from .*follower of term 2 from/,
  /Node 4: .*leader of term 2 from/,
];

/** Follows the transfer until Node 4 leads, and looks at ring, logs and strip. */
async function followTransfer(playground: Playground): Promise<void> {
  const { page } = playground;
  await expect(headline(playground)).toHaveText("Node 2 hands over its lead of term 1.");
  const told = await timeoutNowOnTheRing(playground);
  expect(told).toMatchObject({ from: 2, to: 4 });
  expect(await isDrawn(playground, told?.id ?? -1)).toBe(true);
  await playground.tab(/^In flight/);
  await expect(page.getByText("TimeoutNow").first()).toBeVisible();

  await playground.playUntilStatus(/^Node 4 leads term 2;/);
  await expect(headline(playground)).toHaveText("Node 4 leads term 2.");
  await expect(playground.node(4)).toHaveAccessibleDescription(/^leader, term 2/);
  await playground.write("SET x=2");
  await playground.playUntilStatus(/2 commands committed$/);
  expect(await playground.committed()).toEqual(["SET x=1 (term 1)", "SET x=2 (term 2)"]);
  for (const lane of changedHands)
    await expect(lanes(playground).getByRole("listitem").filter({ hasText: lane })).toHaveCount(1);
  const { violation } = await playground.view();
  expect(violation).toBeNull();
}

test("the leader's menu hands its lead to another node", async ({ playground, page }) => {
  await led(playground);
  await playground.node(2).click({ button: "right" });
  await playground.menuItem("Transfer lead to…").click();
  await expect(playground.menu).toHaveAccessibleName("Transfer the lead from Node 2 to…");
  await playground.menuItem("Node 4").click();
  await expect(playground.menu).toBeHidden();
  await followTransfer(playground);
  await playground.tab("Decisions");
  const decisions = page.getByRole("list", { name: /^Decisions/ });
  await expect(decisions).toContainText("Node 2 begins to hand its lead to Node 4");
});

test("by the keyboard, from another node's menu", async ({ playground, page }) => {
  await led(playground);
  await playground.node(4).focus();
  await page.keyboard.press("Shift+F10");
  await expect(playground.menu).toHaveAccessibleName("Node 4");
  while (
    !(await playground
      .menuItem("Transfer lead to this node")
      .evaluate((it) => it.matches(":focus")))
  )
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await followTransfer(playground);
});

test("a transfer to a crashed node is given up, and the write that came meanwhile is taken", async ({
  playground,
}) => {
  await led(playground);
  await playground.act({ crash: 4 });
  await playground.write("SET x=2");
  await playground.playUntilStatus(/2 commands committed$/);
  await playground.act({ transfer: 4, from: 2 });
  await expect(headline(playground)).toHaveText("Node 2 hands over its lead of term 1.");
  await playground.act({ write: "SET x=3", to: 2 });
  await playground.playUntilStatus(/^Node 2 leads term 1; 4 of 5 up; 3 commands committed$/);
  const { now } = await playground.view();
  await playground.seek(4_000);
  await playground.seek(now / 1000);
  expect(await playground.committed()).toContain("SET x=3 (term 1)");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("a lead that changes hands is seen on ring, logs and strip", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    await playground.act({ write: "SET x=1", to: "leader" });
    await playground.seek(6_000);
    await playground.act({ transfer: 4 });
    await expect(headline(playground)).toHaveText("Node 2 hands over its lead of term 1.");
    const told = await timeoutNowOnTheRing(playground);
    expect(told).toMatchObject({ from: 2, to: 4 });
    expect(await isDrawn(playground, told?.id ?? -1)).toBe(true);
    await playground.seek(7_000);
    await expect(headline(playground)).toHaveText("Node 4 leads term 2.");
    await expect(playground.node(4)).toHaveAccessibleDescription(/^leader, term 2/);
    await playground.tab("Logs");
    expect(await playground.committed()).toEqual(["SET x=1 (term 1)"]);
    await playground.tab("Time");
    for (const lane of changedHands)
      await expect(lanes(playground).getByRole("listitem").filter({ hasText: lane })).toHaveCount(
        1,
      );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      360,
    );
  });
});
