import { expect, test } from "./support.ts";

test.use({ colorScheme: "dark" });

test("the page prints as ink on paper, in its proportions and whole, and is as it was afterwards", async ({
  playground,
  page,
}) => {
  await playground.open("./?example=figure_8_overwritten");
  await playground.seek(5_200);
  const paper = () =>
    playground.host.evaluate((host) => getComputedStyle(host).getPropertyValue("--paper"));
  expect(await paper()).toBe("#12151a");
  await playground.press("Share");
  await page.keyboard.press("Escape");

  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 900, height: 1_200 });
  expect(await paper()).toBe("#fbfaf7");
  await expect(playground.notice).toBeHidden();
  await expect(playground.button("Play")).toBeHidden();
  await expect(page.getByRole("tab")).toHaveText(["Decisions"]);
  const ring = page.locator("raft-ring canvas");
  await expect(ring).toHaveCSS("object-fit", "contain");
  const feed = page.getByRole("list", { name: /^Decisions/ });
  expect(await feed.evaluate((list) => list.scrollHeight - list.clientHeight)).toBe(0);
  const last = feed.getByRole("listitem").last();
  const { bottom, page: end } = await last.evaluate((line) => ({
    bottom: line.getBoundingClientRect().bottom + scrollY,
    page: document.documentElement.scrollHeight,
  }));
  expect(end, "nothing is cut off").toBeGreaterThanOrEqual(Math.floor(bottom));

  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  expect(await paper()).toBe("#12151a");
});
