/** What stays in sight in a sheet, and how much of the screen it uses. */

import type { Locator } from "@playwright/test";
import { expect, test } from "./support.ts";

const boxOf = async (part: Locator) => {
  const box = await part.boundingBox();
  if (box === null) throw new Error("It has no place.");
  return box;
};

for (const [width, height] of [
  [844, 390],
  [667, 375],
] as const) {
  test.describe(`on a low page of ${width} x ${height}`, () => {
    test.use({ viewport: { width, height }, hasTouch: true, isMobile: true });

    test("the diagram, its tools and its choices are in sight together", async ({
      playground,
      page,
    }) => {
      await playground.seek(6_900);
      await page.keyboard.press(";");
      const area = playground.dialog.getByRole("group", { name: /^Time: arrow keys/ });
      await expect(area).toBeInViewport({ ratio: 1 });
      expect((await boxOf(area)).height).toBeGreaterThan(180);
      for (const name of ["Earlier", "Later", "Zoom out", "Zoom in", "All", "Now", "Figure…"]) {
        const tool = playground.dialog.getByRole("button", { name, exact: true });
        await expect(tool).toBeInViewport({ ratio: 1 });
      }
      await expect(playground.dialog.getByRole("combobox", { name: "Node" })).toBeInViewport({
        ratio: 1,
      });
      const why = playground.dialog.getByRole("button", { name: "Why?" });
      await why.scrollIntoViewIfNeeded();
      await expect(why).toBeInViewport({ ratio: 1 });
      await expect(area).toBeInViewport({ ratio: 1 });
      const close = playground.dialog.getByRole("button", { name: "Close" }).first();
      await close.tap();
      await expect(playground.dialog).toBeHidden();
    });
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("the messages in flight are listed, and one is inspected on the page", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    await playground.act({ write: "SET x=1", to: "leader" });
    await playground.tick(1);
    await playground.button("More").tap();
    await playground.dialog.getByRole("button", { name: "In flight…" }).tap();
    await expect(playground.dialog).toHaveAccessibleName("Messages in flight");
    const rows = playground.dialog.getByRole("list", { name: "Messages in flight" });
    await expect(rows.getByRole("listitem")).not.toHaveCount(0);
    await rows
      .getByRole("button", { name: /^Inspect/ })
      .first()
      .tap();
    await expect(playground.dialog).toBeHidden();
    const details = page.getByRole("group", { name: "Explanation" });
    await expect(details.getByRole("heading", { level: 2 })).toBeFocused();
    await expect(details.getByRole("button", { name: "Duplicate" })).toBeVisible();
  });

  test("the requests are listed, and nothing of one is cut", async ({ playground }) => {
    await playground.seek(4_000);
    await playground.act({ write: "TRANSFER 200 -> account_number_7", to: "leader" });
    await playground.tick(100);
    await playground.button("More").tap();
    await playground.dialog.getByRole("button", { name: "Requests…" }).tap();
    await expect(playground.dialog).toHaveAccessibleName("Requests");
    const row = playground.dialog.getByRole("listitem");
    await expect(row).toContainText(/account_number_7\s*acknowledged/);
    const cut = await row.evaluate(
      (line) => [...line.children].filter((part) => part.scrollWidth > part.clientWidth).length,
    );
    expect(cut).toBe(0);
  });
});

for (const [width, height] of [
  [844, 390],
  [360, 740],
] as const) {
  test.describe(`on a page of ${width} x ${height}`, () => {
    test.use({ viewport: { width, height }, hasTouch: true, isMobile: true });

    for (const [key, title, button] of [
      ["n", "New run", "Begin"],
      ["g", "Hunt for a failure", "Hunt"],
      ["Shift+P", "Cut the network into groups", "Cut"],
    ] as const) {
      test(`what the sheet is for is in sight: ${title}`, async ({ playground, page }) => {
        await playground.seek(4_000);
        await page.keyboard.press(key);
        await expect(playground.dialog).toHaveAccessibleName(title);
        const act = playground.dialog.getByRole("button", { name: button, exact: true });
        await expect(act).toBeInViewport({ ratio: 1 });
      });
    }
  });
}

test.describe("on a small screen", () => {
  test.use({ viewport: { width: 844, height: 390 } });

  for (const [key, title] of [
    ["i", "Examples"],
    ["g", "Hunt for a failure"],
    ["!", "Ask why"],
    ["?", "Help"],
  ] as const) {
    test(`the head of a sheet stays while its content is scrolled: ${title}`, async ({
      playground,
      page,
    }) => {
      await playground.seek(6_900);
      await page.keyboard.press(key);
      await expect(playground.dialog).toHaveAccessibleName(title);
      const heading = playground.dialog.getByRole("heading", { level: 2 }).first();
      const close = playground.dialog.getByRole("button", { name: "Close" }).first();
      await expect(close).toBeInViewport({ ratio: 1 });
      await expect
        .poll(() =>
          playground.dialog.evaluate((sheet) => {
            sheet.scrollTop = sheet.scrollHeight;
            return sheet.scrollTop;
          }),
        )
        .toBeGreaterThan(15);
      await expect(heading).toBeInViewport({ ratio: 1 });
      await close.click();
      await expect(playground.dialog).toBeHidden();
    });
  }
});

test.describe("on a large screen", () => {
  test.use({ viewport: { width: 1920, height: 1080 } });

  test("a sheet of much content uses the height there is", async ({ playground, page }) => {
    await page.keyboard.press("i");
    await expect(playground.dialog.getByRole("listitem").first()).toBeVisible();
    expect((await boxOf(playground.dialog)).height).toBeGreaterThan(1_000);
    await page.keyboard.press("Escape");
    await page.keyboard.press("s");
    await expect(playground.dialog).toHaveAccessibleName("Share this run");
    expect((await boxOf(playground.dialog)).height).toBeLessThan(900);
  });

  test("the choices of Ask look like the other fields of the page", async ({
    playground,
    page,
  }) => {
    const looks = (field: Locator) =>
      field.evaluate((element) => {
        const { borderColor, borderRadius, backgroundColor, fontSize } = getComputedStyle(element);
        return { borderColor, borderRadius, backgroundColor, fontSize };
      });
    await playground.seek(6_900);
    await page.keyboard.press("g");
    const known = await looks(playground.dialog.getByRole("combobox", { name: "Rules" }));
    await page.keyboard.press("Escape");
    await page.keyboard.press("!");
    for (const name of ["About Node", "Why so?"])
      expect(await looks(playground.dialog.getByRole("combobox", { name }))).toEqual(known);
  });
});
