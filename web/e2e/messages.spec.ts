import type { RaftRing } from "../element/ring.ts";
import type { Frame } from "../engine/view.ts";
import { layout } from "../stage/layout.ts";
import { calmInput } from "../stage/settings.ts";
import { expect, type Playground, test } from "./support.ts";

/** A write on its way from the client to the leader, alone on the stage, half-way. */
async function aWriteInFlight(playground: Playground): Promise<void> {
  await playground.seek(4_000);
  await playground.write("SET x=1");
  await playground.tick(3);
  await playground.tab(/^In flight/);
  await expect(playground.page.getByText("Client → Node 2")).toBeVisible();
}

/** Where the picture shows the only message. */
async function placeOfTheMessage(playground: Playground) {
  const ring = playground.page.locator("raft-ring");
  const frame: Frame = await ring.evaluate((found: RaftRing) => found.session.frame);
  const box = await ring.locator("canvas").boundingBox();
  if (!box) throw new Error("There is no picture.");
  const { requests } = await playground.view();
  const scene = layout(frame, {
    ...calmInput,
    client: "beside",
    requests,
    width: box.width,
    height: box.height,
  });
  const [packet] = scene.packets;
  if (!packet || scene.packets.length > 1) throw new Error("Not one message is in flight.");
  return { x: box.x + packet.at.x, y: box.y + packet.at.y };
}

test("a message is dropped from the list of those in flight, and dies", async ({
  playground,
  page,
}) => {
  await aWriteInFlight(playground);
  await page.getByRole("button", { name: /^Drop message/ }).click();
  await playground.tab("Decisions");
  await expect(page.getByRole("list", { name: /^Decisions/ })).toContainText(/drop|lost/i);
  await playground.playUntil(() => expect(playground.requests.first()).toContainText("unknown"));
  expect((await playground.view()).committed).toBe(0);
});

test("a message is clicked on the stage and dropped", async ({ playground, page }) => {
  await aWriteInFlight(playground);
  const { x, y } = await placeOfTheMessage(playground);
  await page.mouse.click(x, y);
  await expect(page.getByText("The client asks node 2 to apply")).toBeVisible();
  await playground.press("Drop");
  await expect(playground.button("Drop")).toBeDisabled();
  await expect(
    page.getByText("Client → Node 2, lost on the way: nothing can be done"),
  ).toBeVisible();
  await playground.playUntil(() => expect(playground.requests.first()).toContainText("unknown"));
  expect((await playground.view()).committed).toBe(0);
});

test("a message has a menu of its own, by the right button of the mouse", async ({
  playground,
  page,
}) => {
  await aWriteInFlight(playground);
  const { x, y } = await placeOfTheMessage(playground);
  const due = (await playground.view()).now;
  await page.mouse.click(x, y, { button: "right" });
  await expect(playground.menu).toHaveAccessibleName("Client → Node 2");
  await playground.menuItem("Deliver now").click();
  await expect(playground.menu).toBeHidden();
  await expect
    .poll(async () => (await playground.nodeView(2)).lastIndex, { message: "it has arrived" })
    .toBe(1);
  expect((await playground.view()).now).toBeLessThan(due + 10_000);
});

test("a node's menu opens by Shift+F10 and is walked by the keyboard", async ({
  playground,
  page,
}) => {
  await playground.node(3).focus();
  await page.keyboard.press("Shift+F10");
  await expect(playground.menu).toHaveAccessibleName("Node 3");
  await expect(playground.menuItem("Crash")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(playground.menuItem("Pause this node")).toBeFocused();
  await page.keyboard.press("End");
  await expect(playground.menuItem("Inspect")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(playground.menu).toBeHidden();
  await expect(playground.node(3)).toBeFocused();

  await page.keyboard.press("Shift+F10");
  await expect(playground.menuItem("Crash")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(playground.status).toHaveText(/4 of 5 up/);
  await expect(playground.node(3)).toHaveAccessibleDescription(/^crashed/);
  await expect(playground.node(3)).toBeFocused();

  await page.keyboard.press("Shift+F10");
  await expect(playground.menuItem("Pause this node")).toBeDisabled();
  await playground.menuItem("Restart").click();
  await expect(playground.status).toHaveText(/5 of 5 up/);
});

test("everything in a node's menu does what it says", async ({ playground }) => {
  const choose = async (id: number, item: string) => {
    await playground.node(id).click({ button: "right" });
    await playground.menuItem(item).click();
    await expect(playground.menu).toBeHidden();
  };
  await choose(0, "Pause this node");
  await expect(playground.node(0)).toHaveAccessibleDescription(/^paused as follower/);
  await choose(0, "Resume");
  await expect(playground.node(0)).toHaveAccessibleDescription(/^follower/);
  await choose(1, "Force election timeout");
  await expect(playground.status).toHaveText(/^Node 1 asks for votes in term 1/);
  await choose(4, "Isolate");
  expect((await playground.view()).cuts).toHaveLength(8);
  await playground.playUntilStatus(/^Node 1 leads term 1/);
  await choose(1, "Write here");
  await expect(playground.requests).toHaveCount(1);
  await choose(1, "Inspect");
  await expect(playground.page.getByText("next_index")).toBeVisible();
});
