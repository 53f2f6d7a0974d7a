/** What somebody with a keyboard alone, or with a thumb alone, must find: the focus, the keys, the words. */

import type { Page } from "@playwright/test";
import type { RaftPlayground } from "../element/raft-playground.ts";
import { expect, test } from "./support.ts";

/** What has the focus, through all shadow roots: its name, or nothing for the page itself. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body) return "";
    return (active.getAttribute("aria-label") ?? active.textContent ?? "").trim();
  });
}

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;
const low = { viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true } as const;

test.describe("a first visit by the keyboard", () => {
  test.use({ visit: "first" });

  test("keeps the focus where the question goes that was answered, and where the tour is left", async ({
    playground,
    page,
  }) => {
    await playground.tick(300);
    await page.keyboard.press("w");
    await playground.tick(100);
    const yes = playground.button("Yes");
    await yes.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText(/^Your guess: x survives/)).toBeVisible();
    await page.keyboard.press("c");
    // The guess keeps the words that it was asked in.
    await expect(page.getByText(/^Your guess: x survives/)).toBeVisible();
    await playground.tick(300);
    await expect(yes).toBeHidden();
    const headline = page.getByRole("heading", { level: 1 });
    await expect(headline).toBeFocused();
    await playground.button("Skip tour").focus();
    await page.keyboard.press("Enter");
    await expect(playground.button("Skip tour")).toBeHidden();
    await expect(headline).toBeFocused();
  });

  test("walks from node to node with arrows while one is to be guessed, and offers no start over before", async ({
    playground,
    page,
  }) => {
    await expect(playground.button("Skip tour")).toBeVisible();
    await expect(playground.button("Start over")).toBeHidden();
    await playground.node(0).focus();
    await page.keyboard.press("ArrowRight");
    await expect(playground.node(1)).toBeFocused();
    for (const key of ["ArrowLeft", "ArrowUp"]) await page.keyboard.press(key);
    await expect(playground.node(4)).toBeFocused();
    expect((await playground.view()).now).toBe(0);
    await page.keyboard.press("Enter");
    await expect(page.getByText(/^Your guess.* Node 4/)).toBeVisible();
    await playground.host.evaluate((host: RaftPlayground) => host.pause());
    await playground.seek(1_000);
    await expect(playground.button("Start over")).toBeVisible();
    // No node is to be guessed any more: left and right step, up and down still walk.
    await playground.node(4).focus();
    await page.keyboard.press("ArrowRight");
    await expect(playground.node(4)).toBeFocused();
    expect((await playground.view()).now).toBeGreaterThan(1_000_000);
    await page.keyboard.press("ArrowDown");
    await expect(playground.node(0)).toBeFocused();
  });

  test.describe("on a phone", () => {
    test.use(phone);

    test("is told what is to be pressed there, and its questions stay in sight", async ({
      playground,
      page,
    }) => {
      await playground.tick(300);
      await playground.press("Write");
      await playground.tick(100);
      await page.getByRole("tab", { name: "Logs" }).click();
      const panel = await page.getByRole("region", { name: "Readings" }).boundingBox();
      for (const answer of ["Yes", "No"]) {
        const box = await playground.button(answer).boundingBox();
        expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(panel?.y ?? 0);
      }
      await playground.press("Smaller");
      await playground.press("Crash leader");
      await playground.tick(300);
      await expect(page.getByText(/Press More, then Restart all/)).toBeVisible();
      await playground.press("More");
      await playground.press("Restart all");
      await playground.tick(200);
      await expect(page.getByText(/Press More, then Partition/)).toBeVisible();
    });
  });
});

test("the focus is kept where a hunt begins, and where its catch is watched", async ({
  playground,
  page,
}) => {
  await page.keyboard.press("g");
  await page.getByRole("combobox", { name: "Rules" }).selectOption({ index: 1 });
  await playground.dialog.getByRole("button", { name: "Hunt", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).not.toBe("");
  const watch = playground.dialog.getByRole("button", { name: /^Watch seed/ }).first();
  await watch.focus();
  await page.keyboard.press("Enter");
  await expect(playground.dialog).toBeHidden();
  await expect.poll(() => focused(page)).not.toBe("");
});

test("whoever presses beside everything gets no focus back", async ({ playground, page }) => {
  await playground.seek(3_000);
  await playground.node(1).focus();
  await page.mouse.click(600, 20);
  await expect.poll(() => focused(page)).toBe("");
  await playground.newRun();
  await expect(playground.node(1)).not.toBeFocused();
});

test("a node is a button with a menu key, and its focus has corners, unlike its timer", async ({
  playground,
  page,
}) => {
  const node = playground.node(1);
  await expect(node).not.toHaveAttribute("aria-haspopup");
  await expect(node).toHaveAttribute("aria-keyshortcuts", "Shift+F10");
  await playground.node(0).focus();
  await page.keyboard.press("Tab");
  await expect(node).toBeFocused();
  expect(await node.evaluate((it) => getComputedStyle(it).borderRadius)).toBe("14px");
});

test("with Shift, the arrows of the time line go by a second, as everywhere", async ({
  playground,
  page,
}) => {
  await playground.seek(5_000);
  await playground.slider("Time").focus();
  await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(async () => (await playground.view()).now).toBe(4_000_000);
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await playground.view()).now).toBe(4_100_000);
  await page.keyboard.press("?");
  await expect(playground.dialog.getByText(/a focused button is pressed by it/)).toBeVisible();
});

test("of the caption and the status, which say the same, one is announced", async ({
  playground,
  page,
}) => {
  const said = page.getByRole("heading", { level: 1 }).locator("..");
  await expect(playground.status).toHaveAttribute("aria-live", "polite");
  await playground.seek(3_000);
  await expect(said).toHaveAttribute("aria-live", "polite");
  await expect(playground.status).toHaveAttribute("aria-live", "off");
  // The moment of an event comes a little later than its words, and must not repeat them.
  await expect(said.getByText(/^\(\d/)).toHaveAttribute("aria-hidden", "true");
  await page.keyboard.press("?");
  await page
    .getByRole("combobox", { name: "Announced to screen readers" })
    .selectOption("Nothing but the state of the cluster");
  await page.keyboard.press("Escape");
  await expect(said).toHaveAttribute("aria-live", "off");
  await expect(playground.status).toHaveAttribute("aria-live", "polite");
});

test("help begins with the signs, a crashed node's entries among them", async ({ playground }) => {
  await playground.press("What the signs mean");
  const { dialog } = playground;
  await expect(dialog.getByRole("heading", { level: 3 }).first()).toHaveText("Signs");
  await expect(dialog.getByRole("list", { name: "Signs" })).toContainText(/dashed edge/);
  await expect(dialog.getByRole("button", { name: "Start over" })).toBeVisible();
});

test("with one branch, comparing offers only what can be pressed", async ({ playground }) => {
  await playground.press("Compare");
  const { dialog } = playground;
  await expect(dialog.getByText(/the same run with other options/)).toBeVisible();
  await expect(dialog.locator("[aria-disabled=true].tree-compare")).toHaveCount(0);
});

test("examples are filtered by words, and each card is one stop of Tab", async ({
  playground,
  page,
}) => {
  await playground.press("Examples");
  const { dialog } = playground;
  const cards = dialog.getByRole("listitem");
  await expect(cards.first()).toBeVisible();
  const all = await cards.count();
  const find = dialog.getByRole("textbox", { name: "Find an example" });
  await find.fill("figure 8 lost");
  await expect(dialog.getByRole("status").first()).toHaveText(new RegExp(` of ${all}$`));
  expect(await cards.count()).toBeLessThan(6);
  await find.fill("no such thing");
  await expect(cards).toHaveCount(0);
  await expect(dialog.getByRole("status").first()).toHaveText(/^No example has these words/);
  await find.fill("");
  await expect(cards).toHaveCount(all);

  const stops = dialog.getByRole("link");
  await stops.nth(1).focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => focused(page)).toMatch(/^Copy the link to/);
  await page.keyboard.press("ArrowLeft");
  await expect(stops.nth(1)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(stops.nth(2)).toBeFocused();
});

for (const [name, device] of Object.entries({ phone, low })) {
  test.describe(`on a ${name} screen`, () => {
    test.use(device);

    test("nothing covers the picture of an example", async ({ playground }) => {
      await playground.press("Examples");
      const card = playground.dialog.getByRole("listitem").first();
      const picture = await card.locator("img").boundingBox();
      const copy = await card.getByRole("button").locator("svg").boundingBox();
      expect(copy?.y).toBeGreaterThanOrEqual((picture?.y ?? 0) + (picture?.height ?? 0));
    });

    test("the playhead is as high as the lanes, above the written moments, and stands at its moment", async ({
      playground,
    }) => {
      await playground.seek(10_000);
      await playground.seek(5_000);
      if (name === "phone") await playground.tab("Time");
      const lanes = playground.page.locator("raft-time-strip .lanes");
      const picture = (await lanes.screenshot({ scale: "css" })).toString("base64");
      // 5 s of the 20 s that a run of 10 s is shown in.
      const inked = await lanes.evaluate(async (box, base64) => {
        const axis = box.querySelector(".strip-axis")?.getBoundingClientRect();
        if (!axis) return null;
        const x = axis.left + axis.width / 4 - box.getBoundingClientRect().left;
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d");
        context?.drawImage(image, 0, 0);
        const { data = [] } = context?.getImageData(Math.round(x), 0, 1, image.height) ?? {};
        const dark = [...data].filter((_, at) => at % 4 === 0).map((red) => red < 80);
        // The foot of the strip has the written moments.
        return [dark.slice(0, -17), dark.slice(-12)].map(
          (part) => part.filter((isDark) => isDark).length / part.length,
        );
      }, picture);
      expect(inked?.[0]).toBeGreaterThan(0.9);
      expect(inked?.[1]).toBe(0);
    });

    test("no key is named where there is none", async ({ playground, page }) => {
      await playground.seek(3_000);
      if (name === "phone") {
        await playground.tab("Time");
        await playground.press("Go to");
      } else {
        await playground.node(0).click({ button: "right" });
      }
      await expect(playground.menu).toBeVisible();
      await expect(playground.menu.locator("kbd").filter({ visible: true })).toHaveCount(0);
      await page.keyboard.press("Escape");
      await page.keyboard.press(";");
      await expect(playground.dialog.getByText(/or two fingers\.$/)).toBeVisible();
    });

    test("the last item of a node's menu can be scrolled to", async ({ playground, page }) => {
      await playground.seek(3_000);
      await playground.node(0).click({ button: "right" });
      const last = playground.menu.getByRole("menuitem").last();
      await last.scrollIntoViewIfNeeded();
      const box = await last.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(
        page.viewportSize()?.height ?? 0,
      );
    });

    test("an introduction that is cut says that there is more", async ({ playground }) => {
      await playground.open("./?example=figure_8_overwritten");
      const words = playground.page.getByRole("heading", { level: 1 }).locator("..");
      await expect(words).toHaveCSS("background-attachment", "local, scroll");
    });
  });
}

test("the ring around Write is whole", async ({ playground, page }) => {
  await playground.seek(3_000);
  const client = await page.getByRole("region", { name: "Client" }).boundingBox();
  const write = await playground.button("Write").boundingBox();
  expect((write?.x ?? 0) - (client?.x ?? 0)).toBeGreaterThanOrEqual(5);
});
