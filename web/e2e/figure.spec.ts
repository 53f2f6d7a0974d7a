import { readFile } from "node:fs/promises";
import type { Download } from "@playwright/test";
import { expectAccessible } from "./axe.ts";
import { expect, type Playground, test } from "./support.ts";

/** An election and a write, at the moment at which the leader has committed it. */
async function aCommit(playground: Playground): Promise<void> {
  await playground.seek(4_000);
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.tick(40);
}

async function figureFromShare({ page, dialog }: Playground): Promise<void> {
  await page.keyboard.press("s");
  await dialog.getByRole("button", { name: "Make a figure…" }).click();
}

async function saved(playground: Playground, press: () => Promise<void>): Promise<Buffer> {
  const coming = playground.page.waitForEvent("download");
  await press();
  const download: Download = await coming;
  expect(download.suggestedFilename()).toMatch(/^raft-[\w-]+-(\d+h)?(\d+m)?\d+\.\d\ds\.(svg|png)$/);
  return readFile(await download.path());
}

/** What a browser that opens the SVG alone makes of it. */
async function openedAlone(playground: Playground, svg: string) {
  const page = await playground.page.context().newPage();
  const asked: string[] = [];
  page.on("request", ({ url }) => asked.push(url()));
  await page.goto(`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`);
  const root = page.locator("svg").first();
  const size = await root.boundingBox();
  const fault = await page.locator("parsererror").count();
  await page.close();
  return { size, fault, asked: asked.filter((url) => !url.startsWith("data:")) };
}

test("by keyboard: from the diagram to a figure of what is in sight, saved as SVG", async ({
  playground,
  page,
}) => {
  await aCommit(playground);
  await page.keyboard.press(";");
  await expect(page.getByRole("group", { name: /^Time: arrow keys/ })).toBeFocused();
  await page.getByRole("button", { name: "Figure…" }).focus();
  await page.keyboard.press("Enter");
  await expect(playground.dialog).toHaveAccessibleName("Figure");
  const picture = playground.dialog.getByRole("img");
  await expect(picture).toHaveAccessibleName(/^The space-time diagram\. Node \d leads term 1/);
  await expectAccessible(playground, "a figure");
  // A caption of one's own, and the ring beside.
  await playground.dialog.getByRole("checkbox", { name: "The ring" }).focus();
  await page.keyboard.press("Space");
  await playground.dialog.getByRole("textbox", { name: "Caption" }).fill("One write, <committed>");
  await expect(picture).toHaveAccessibleName(
    "The ring, The space-time diagram. One write, <committed>",
  );
  await playground.dialog.getByRole("button", { name: "Save as SVG" }).focus();
  const svg = (await saved(playground, () => page.keyboard.press("Enter"))).toString();
  expect(svg).toContain(">One write, &lt;committed&gt;</text>");
  // The leader sends it to each of the others: each message has its words.
  expect(svg.match(/leader of term 1, sends Node \d entry 1 /g)?.length).toBe(4);
  expect(svg).toMatch(/>http:\/\/localhost:\d+\/any\/folder\/#UlA/);
  const opened = await openedAlone(playground, svg);
  expect(opened).toEqual({ size: expect.objectContaining({ width: 960 }), fault: 0, asked: [] });
});

test("from Share: ring and logs as PNG, in the dark, and on paper alone", async ({
  playground,
  page,
}) => {
  await aCommit(playground);
  await figureFromShare(playground);
  await expect(playground.dialog.getByRole("img")).toHaveAccessibleName(/^The ring, The logs\. /);
  await playground.dialog.getByRole("radio", { name: "Dark" }).check();
  const png = await saved(playground, () =>
    playground.dialog.getByRole("button", { name: "Save as PNG" }).click(),
  );
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBe(3 * 960);

  await page.emulateMedia({ media: "print" });
  await expect(playground.dialog.getByRole("img")).toBeVisible();
  await expect(playground.dialog.getByRole("button", { name: "Print" })).toBeHidden();
  await expect(playground.button("Share")).toBeHidden();
});

test("a figure of an example has its short link and its name, until somebody acts in it", async ({
  playground,
  page,
}) => {
  await playground.open("./?example=figure_8_overwritten");
  await playground.seek(11_900);
  await figureFromShare(playground);
  const download = page.waitForEvent("download");
  await playground.dialog.getByRole("button", { name: "Save as SVG" }).click();
  expect((await download).suggestedFilename()).toBe("raft-figure_8_overwritten-11.90s.svg");
  await expect(playground.dialog).not.toContainText("too long");
  await page.keyboard.press("Escape");
  await playground.act({ crash: 1 });
  await figureFromShare(playground);
  const other = page.waitForEvent("download");
  await playground.dialog.getByRole("button", { name: "Save as SVG" }).click();
  expect((await other).suggestedFilename()).toBe("raft-seed-1-11.90s.svg");
});

test("a figure of nothing, and a span that is none, are refused with a sentence", async ({
  playground,
}) => {
  await aCommit(playground);
  await figureFromShare(playground);
  for (const part of ["The ring", "The logs"])
    await playground.dialog.getByRole("checkbox", { name: part }).uncheck();
  const alert = playground.dialog.getByRole("alert");
  await expect(alert).toHaveText(
    "A figure shows at least one of ring, logs and diagram: choose one.",
  );
  await playground.dialog.getByRole("checkbox", { name: "The space-time diagram" }).check();
  await expect(alert).toBeHidden();
  await playground.dialog.getByRole("spinbutton", { name: "From second" }).fill("9");
  await expect(alert).toHaveText(/^The span is 9 s to \d.*expected two moments from 0 to/);
  await playground.dialog.getByRole("spinbutton", { name: "To second" }).fill("10");
  await expect(alert).toHaveText(
    /^The span begins at 9.00 s, but this run is played to 4.40 s: choose an earlier one\.$/,
  );
  await playground.dialog.getByRole("spinbutton", { name: "From second" }).fill("0");
  await expect(alert).toBeHidden();
});
