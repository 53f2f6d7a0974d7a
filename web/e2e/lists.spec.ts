import type { RaftEvents, RaftPlayground } from "../element/raft-playground.ts";
import { expect, type Playground, test } from "./support.ts";

/** A cluster with more writes than anybody reads, played ten times as fast as it is. */
async function playFast(playground: Playground): Promise<void> {
  await playground.host.evaluate((host: RaftPlayground) => {
    host.addEventListener("raft-events", (event) => {
      const { events } = (event as RaftEvents).detail;
      const newest = events.findLast(({ weight }) => weight !== "routine");
      if (newest) host.dataset.newest = newest.sentence;
    });
    host.setAttribute("speed", "10");
  });
  await playground.seek(4_000);
  await playground.act({ workload: { per_second: 5, clients: 3 } });
  await playground.press("Play");
  await expect
    .poll(async () => (await playground.view()).head, { timeout: 30_000 })
    .toBeGreaterThan(20_000_000);
}

const decisions = ({ page }: Playground) =>
  page.getByRole("list", { name: "Decisions, newest first" }).getByRole("listitem");

async function expectLogsOfNow(playground: Playground): Promise<void> {
  const { nodes } = await playground.view();
  const last = Math.max(...nodes.map(({ lastIndex }) => lastIndex ?? 0));
  const row = playground.page.getByRole("table", { name: "Logs" }).getByRole("row").last();
  await expect(row.getByRole("rowheader")).toHaveText(String(last));
  const know = nodes.filter(({ commitIndex }) => (commitIndex ?? 0) >= last);
  await expect(row.locator(".log-cell.solid")).toHaveCount(know.length);
}

for (const stop of ["Pause", "Step"]) {
  test(`feed and logs are those of the moment at once after ${stop}`, async ({ playground }) => {
    await playFast(playground);
    await playground.press(stop);
    const newest = await playground.host.getAttribute("data-newest");
    await expect(decisions(playground).first()).toContainText(newest ?? "an event");
    await expectLogsOfNow(playground);
  });
}

test("after a rewind while it plays, nothing is listed that is yet to come", async ({
  playground,
}) => {
  await playFast(playground);
  await playground.page.getByRole("slider", { name: "Time", exact: true }).fill("9000");
  await expect.poll(async () => (await playground.view()).now).toBe(9_000_000);
  await expectLogsOfNow(playground);
  await expect(decisions(playground).first().getByRole("button").first()).toHaveText(/^[89]\./);
});

test("after a pause the strip shows all that was played", async ({ playground, page }) => {
  await playFast(playground);
  await playground.press("Pause");
  const strip = page.locator("raft-time-strip canvas");
  const pixels = () => strip.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await playground.drawn();
  const grown = await pixels();
  await page.setViewportSize({ width: 1300, height: 800 });
  await expect.poll(pixels).not.toBe(grown);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(pixels).toBe(grown);
});

for (const viewport of [
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
]) {
  test.describe(`logs longer than their room, presented at ${viewport.width}×${viewport.height}`, () => {
    test.use({ viewport });

    test("follow the newest entry, and each row keeps its place while they scroll", async ({
      playground,
      page,
    }) => {
      await playground.open("./?present");
      await playground.seek(4_000);
      for (let value = 1; value <= 24; value += 1)
        await playground.act({ write: `SET x=${value}`, to: "leader" });
      await playground.tick(300);
      const logs = page.getByRole("table", { name: "Logs" });
      const last = logs.getByRole("rowheader", { name: "24", exact: true });
      await expect(last).toBeInViewport({ ratio: 1 });
      const newest = page.getByRole("button", { name: /^Newest of 24/ });
      await expect(newest).toBeHidden();

      // The top of the first entry, by the place of every row that is drawn.
      const topsOfFirst = () =>
        logs.evaluate((table) =>
          [...table.querySelectorAll<HTMLElement>(".log-row")].map((row) => {
            const index = Number(row.getAttribute("aria-rowindex")) - 1;
            const { top, height } = row.getBoundingClientRect();
            const head = table.firstElementChild?.getBoundingClientRect().bottom ?? 0;
            return Math.round(top - (index - 1) * height - head + table.scrollTop);
          }),
        );
      // None is cut where the newest is seen.
      expect(
        await logs.evaluate((it) => it.clientHeight % (it.firstElementChild?.clientHeight ?? 0)),
      ).toBe(0);
      for (const top of [0, 100, 250]) {
        await logs.evaluate((table, at) => {
          table.scrollTop = at;
        }, top);
        await expect(newest).toBeVisible();
        await expect.poll(async () => new Set(await topsOfFirst())).toEqual(new Set([0]));
      }
      await newest.click();
      await expect(newest).toBeHidden();
      await expect(last).toBeInViewport({ ratio: 1 });
    });
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("logs that rise over the ring go on following the newest entry", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    for (let value = 1; value <= 24; value += 1)
      await playground.act({ write: `SET x=${value}`, to: "leader" });
    await playground.tick(300);
    await playground.tab("Logs");
    const last = page.getByRole("rowheader", { name: "24", exact: true });
    // Its line is a little higher than its row.
    await expect(last).toBeInViewport({ ratio: 0.9 });
    await expect(page.getByRole("button", { name: /^Newest of 24/ })).toBeHidden();
  });
});
