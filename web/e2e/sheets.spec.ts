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
