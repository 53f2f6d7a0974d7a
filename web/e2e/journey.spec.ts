/** Whole visits, by the names that people and screen readers use: with a mouse, and by touch. */

import { expect, type Playground, test } from "./support.ts";

const title = "Figure 8: a majority is not enough";
const held = "A majority stores the entry of term 2. Node 0 must not commit it.";

const devices = {
  desktop: { viewport: { width: 1280, height: 800 }, hasTouch: false, isMobile: false },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
} as const;

for (const [name, device] of Object.entries(devices)) {
  /** Presses a button as one does on this device. */
  const press = async (playground: Playground, button: string): Promise<void> => {
    const found = playground.button(button).filter({ visible: true }).first();
    await (device.hasTouch ? found.tap() : found.click());
  };
  /** A phone has room for these behind More. */
  const pressMore = async (playground: Playground, button: string): Promise<void> => {
    if (device.hasTouch) await press(playground, "More");
    await press(playground, button);
  };
  /** All that is said can be read without a scroll. */
  const expectAllSaid = async (playground: Playground): Promise<void> => {
    const words = playground.page.getByRole("heading", { level: 1 }).locator("..");
    const hidden = await words.evaluate((box) => box.scrollHeight - box.clientHeight);
    expect(hidden).toBeLessThanOrEqual(1);
  };

  test.describe(`on a ${name}`, () => {
    test.use(device);

    test.describe("a first visit", () => {
      test.use({ visit: "first" });

      test("is led through the tour, skips it, and starts over", async ({ playground, page }) => {
        const headline = page.getByRole("heading", { level: 1 });
        const tour = page.getByText(/^Tour \d of 8$/);
        await expect(headline).toHaveText("Five servers must agree on one leader.");
        await expect(page.getByText("Whose timer runs out first? Tap a node.")).toBeVisible();
        const share = playground.button("Share").first();
        const placeOfShare = await share.boundingBox();
        await playground.host.evaluate((host) => host.setAttribute("speed", "20"));
        await press(playground, "Node 2");
        await expect(page.getByText("Your guess, Node 2, was right.")).toBeVisible();
        await press(playground, "Write");
        await expect(headline).toHaveText("SET x=1 is committed.");
        await press(playground, "Yes");
        await expectAllSaid(playground);
        await press(playground, "Crash leader");
        await expect(headline).toHaveText(/^Node \d leads term \d+, and x survived\.$/);
        await expectAllSaid(playground);
        await pressMore(playground, "Restart all");
        await expect(tour).toHaveText("Tour 5 of 8");
        await pressMore(playground, "Partition");
        await expect(headline).toHaveText(/^Node \d leads term \d+ on the side of the majority/);
        await press(playground, "Write");
        await expect(headline).toHaveText(/^SET x=\d is committed\.$/);
        await pressMore(playground, "Heal");
        await expect(tour).toHaveText("Tour 8 of 8");
        await expect(page.getByText(/Press Share/)).toBeVisible();
        expect(await share.boundingBox()).toEqual(placeOfShare);
        await press(playground, "Pause");

        await press(playground, "End tour");
        await expect(tour).toBeHidden();
        await pressMore(playground, "Help");
        await press(playground, "Start over");
        await expect(playground.dialog).toBeHidden();
        await expect(tour).toHaveText("Tour 1 of 8");
        expect(await playground.view()).toMatchObject({ now: 0, violation: null });
      });
    });

    test("Figure 8 is found, presented and shared, and opens in a fresh profile", async ({
      playground,
      page,
      another,
    }) => {
      const headline = page.getByRole("heading", { level: 1 });
      await press(playground, "Examples");
      const card = playground.dialog.getByRole("link", { name: title });
      await (device.hasTouch ? card.tap() : card.click());
      await expect(headline).toHaveText(title);

      await press(playground, "Share");
      await press(playground, "Present");
      await expect(playground.button("Play")).toBeHidden();
      const next = () =>
        device.hasTouch ? press(playground, "Next") : page.keyboard.press("ArrowRight");
      await next();
      await expect(headline).toHaveText(/^\(a\) Node 0 led term 2/);
      await next();
      await expect(headline).toHaveText("Node 0 crashes.");
      for (let captions = 0; captions < 5; captions += 1) await next();
      await expect(headline).toHaveText(held);
      await (device.hasTouch ? press(playground, "Leave") : page.keyboard.press("Escape"));
      await expect(playground.button("Play")).toBeVisible();
      await expect(headline).toHaveText(held);

      await press(playground, "Share");
      const url = await page.getByRole("textbox", { name: "Link to this run" }).inputValue();
      const other = await another(device);
      await other.open(url);
      expect(await other.moment()).toEqual(await playground.moment());
      await expect(other.page.getByRole("heading", { level: 1 })).toHaveText(held);
      await other.seek(0);
      await expect(other.page.getByRole("heading", { level: 1 })).toHaveText(title);
    });

    test("a new run of seven nodes is there after a reload, and so is the one before", async ({
      playground,
      page,
    }) => {
      await playground.seek(3_000);
      const first = await playground.moment();
      await pressMore(playground, "New run");
      await page.getByRole("spinbutton", { name: "Nodes" }).fill("7");
      await press(playground, "Begin");
      await expect(playground.node(6)).toBeVisible();
      await playground.seek(2_500);
      await playground.act({ crash: 6 });
      await playground.tick(50);
      const second = await playground.moment();
      await page.reload();
      await playground.ready();
      expect(await playground.moment()).toEqual(second);

      await pressMore(playground, "Runs…");
      const rows = playground.dialog.getByRole("listitem");
      await expect(rows).toHaveCount(2);
      const open = rows.last().getByRole("button", { name: /^Open/ });
      await (device.hasTouch ? open.tap() : open.click());
      await expect(playground.node(6)).toBeHidden();
      expect(await playground.moment()).toEqual(first);
    });
  });
}
