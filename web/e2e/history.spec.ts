import { expect, type Playground, test } from "./support.ts";

const bars = ({ page }: Playground) =>
  page.getByRole("group", { name: "Requests by client, over time" }).getByRole("button");

async function openOverTime(playground: Playground): Promise<void> {
  await playground.tab(/^Requests/);
  await playground.press("Over time");
}

async function aMinuteOfWork(playground: Playground): Promise<void> {
  await playground.seek(4_000);
  await playground.act({ workload: { per_second: 5, clients: 3 } });
  await playground.tick(400);
  await playground.act({ crash: "leader" });
  await playground.tick(400);
}

test("a bar for each request says who asked what, and what came of it", async ({ playground }) => {
  await playground.seek(4_000);
  await openOverTime(playground);
  await expect(playground.page.getByText("No request here.")).toBeVisible();
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.tick(5);
  await expect(bars(playground)).toHaveAccessibleName(
    /^Client 0 asks SET x=1 at 4\.00 s: still waiting/,
  );
  await playground.tick(50);
  await expect(bars(playground)).toHaveAccessibleName(
    /^Client 0 asks SET x=1 at 4\.00 s: acknowledged at 4\.\d\d s; /,
  );
});

test("a press on a bar goes to its moment, and the bars stay", async ({ playground }) => {
  await aMinuteOfWork(playground);
  await openOverTime(playground);
  await expect(bars(playground).nth(10)).toBeVisible();
  const count = await bars(playground).count();
  const { requests, now } = await playground.view();
  const wanted = requests[5];
  if (!wanted) throw new Error("There are too few requests.");
  await playground.page.locator(`[data-request="${wanted.id}"]`).click();
  await expect.poll(async () => (await playground.view()).now).toBe(wanted.sentAt);
  await expect(bars(playground)).toHaveCount(count);
  await playground.seek(now / 1000);
});

test("arrows go from bar to bar, Enter to its moment", async ({ playground, page }) => {
  await aMinuteOfWork(playground);
  await page.keyboard.press("k");
  await expect(bars(playground).last()).toBeVisible();
  const entry = page.locator("svg.history [role=button][tabindex='0']");
  await expect(entry).toHaveCount(1);
  await entry.focus();
  await page.keyboard.press("Home");
  const focused = page.locator("svg.history [role=button]:focus");
  const first = await focused.getAttribute("data-request");
  await page.keyboard.press("ArrowRight");
  await expect(focused).not.toHaveAttribute("data-request", first ?? "");
  await page.keyboard.press("ArrowUp");
  const id = Number(await focused.getAttribute("data-request"));
  await page.keyboard.press("Enter");
  const sentAt = (await playground.view()).requests.find((request) => request.id === id)?.sentAt;
  await expect.poll(async () => (await playground.view()).now).toBe(sentAt);
});

test("faults lie over the bars, and are listed in words", async ({ playground, page }) => {
  await aMinuteOfWork(playground);
  await openOverTime(playground);
  const faults = page.getByRole("list", { name: "Faults in sight" });
  await expect(faults.getByRole("listitem")).toHaveText([
    /^8\.00 s: Node \d crashes: it keeps what is on its disk, nothing else\.$/,
  ]);
  await expect(page.locator("svg.history .fault text")).toHaveText(/^crash \d$/);
});

test("every client keeps its lane, whoever is in sight", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.act({ workload: { per_second: 5, clients: 5 } });
  await playground.tick(800);
  await openOverTime(playground);
  await expect(bars(playground).nth(10)).toBeVisible();
  const height = () => page.locator("svg.history").getAttribute("height");
  const lanes = page.locator("svg.history .lane text");
  const before = await height();
  const clients = await lanes.allTextContents();
  expect(clients).toHaveLength(5);
  for (let press = 0; press < 4; press += 1) await playground.press("Later");
  // Whoever still waits is in sight: fewer than there are lanes.
  await expect.poll(() => bars(playground).count()).toBeLessThan(5);
  expect(await height()).toBe(before);
  expect(await lanes.allTextContents()).toEqual(clients);
});

test("what is in sight can be moved and zoomed", async ({ playground }) => {
  await aMinuteOfWork(playground);
  await openOverTime(playground);
  const follow = playground.button("Follow");
  await expect(follow).toHaveAttribute("aria-pressed", "true");
  await expect(bars(playground).nth(10)).toBeVisible();
  const before = await bars(playground).count();
  await playground.press("Zoom in");
  await expect.poll(() => bars(playground).count()).toBeLessThan(before);
  await playground.press("Zoom out");
  await expect(bars(playground)).toHaveCount(before);
  await playground.press("Earlier");
  await expect(follow).toHaveAttribute("aria-pressed", "false");
  await follow.click();
  await expect(bars(playground)).toHaveCount(before);
  await playground.page
    .getByRole("group", { name: "What is in sight" })
    .getByRole("button", { name: "Close" })
    .click();
  await expect(follow).toBeHidden();
});

test("it is a sheet on a phone, and a press shows the ring at that moment", async ({ another }) => {
  const playground = await another({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await playground.open();
  await aMinuteOfWork(playground);
  await playground.button("More").tap();
  await playground.button("Over time").tap();
  await expect(playground.dialog).toHaveAccessibleName("Requests over time");
  const bar = bars(playground).nth(2);
  const id = Number(await bar.getAttribute("data-request"));
  const { requests } = await playground.view();
  const request = requests.find((each) => each.id === id);
  await bar.tap();
  await expect(playground.dialog).toBeHidden();
  await expect.poll(async () => (await playground.view()).now).toBe(request?.sentAt);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("words stand out from lines by the ground that they stand on", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    await playground.act({ write: "SET x=1", to: "leader" });
    await playground.tick(50);
    await page.keyboard.press("k");
    const word = playground.dialog.locator("svg.history text").first();
    await expect(word).toBeVisible();
    const ground = await playground.dialog.evaluate((it) => getComputedStyle(it).backgroundColor);
    await expect(word).toHaveCSS("stroke", ground);
  });
});
