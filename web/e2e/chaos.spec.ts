import { addressOf, expect, type Playground, test } from "./support.ts";

const chaos = (playground: Playground) => playground.page.getByRole("switch", { name: "Chaos" });
const workload = (playground: Playground) =>
  playground.page.getByRole("switch", { name: "Workload" });

test("chaos is one action, and its link replays the faults", async ({ playground, another }) => {
  await playground.press("Faults…");
  await playground.slider("Faults per minute").fill("60");
  await expect(playground.page.getByText("Chaos: 60 faults a minute.")).toBeHidden();
  await chaos(playground).check();
  await expect(playground.page.getByText("Chaos: 60 faults a minute.")).toBeVisible();
  await playground.tick(3_000);
  const done = await playground.view();
  expect(done.chaos).toEqual({ perMinute: 60, breaksAssumptions: false });
  expect(done.branches[0]?.actionCount).toBe(1);
  expect(Object.values(done.tried).reduce((sum, count) => sum + count)).toBeGreaterThan(10);
  expect(done.assumption).toBeNull();

  const other = await another();
  await other.open(addressOf(await playground.link()));
  expect(await other.moment()).toEqual(await playground.moment());

  await chaos(playground).uncheck();
  await expect(playground.page.getByText(/^Chaos:/)).toBeHidden();
  const ended = await playground.view();
  expect(ended.nodes.map(({ status }) => status)).toEqual(ended.nodes.map(() => "up"));
  expect(ended.cuts).toEqual([]);
  await playground.tick(3_000);
  expect((await playground.view()).tried).toEqual(ended.tried);

  // A rewind shows the chaos of that moment.
  await playground.seek(10_000);
  await expect(playground.page.getByText("Chaos: 60 faults a minute.")).toBeVisible();
  await expect(chaos(playground)).toBeChecked();
});

test("the workload follows its dials", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.press("Faults…");
  await playground.slider("Operations per second").fill("20");
  await playground.slider("Reads").fill("0");
  await playground.slider("Keys").fill("1");
  await playground.slider("Clients").fill("8");
  expect((await playground.view()).workload).toBeNull();
  await workload(playground).check();
  await expect
    .poll(async () => (await playground.view()).workload)
    .toEqual({ perSecond: 20, readsPerMille: 0, keys: 1, clients: 8 });
  await expect(page.getByText("20 operations a second.")).toBeVisible();
  await playground.tick(500);
  const { requests } = await playground.view();
  expect(requests.length).toBeGreaterThan(20);
  expect(requests.some((request) => request.command.startsWith("GET"))).toBe(false);
  await playground.slider("Reads").fill("100");
  expect((await playground.view()).workload?.readsPerMille).toBe(1000);
  await workload(playground).uncheck();
  expect((await playground.view()).workload).toBeNull();
});

test("what Raft assumes is broken only when asked for, and then it is named", async ({
  playground,
  page,
}) => {
  await playground.press("Faults…");
  const breaks = page.getByRole("checkbox", { name: /also break what Raft assumes/ });
  await expect(breaks).not.toBeChecked();
  await breaks.check();
  await playground.slider("Faults per minute").fill("120");
  await workload(playground).check();
  await chaos(playground).check();
  await expect(async () => {
    await playground.tick(1_000);
    expect((await playground.view()).assumption).not.toBeNull();
  }).toPass();
  const badge = page.getByRole("button", { name: /^Assumption broken: stable storage/ });
  await expect(badge).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Assumption broken: stable storage.",
  );
  await expect(page.locator(".violation-words")).toHaveCount(0);
  await badge.click();
  await expect(playground.dialog).toContainText("From then on Raft promises nothing");
});

/** `CHAOS_MINUTES=10 npx playwright test chaos` plays longer. */
const MINUTES = Number(process.env.CHAOS_MINUTES ?? 3);

test.describe("simulated minutes at 10×", () => {
  test("with chaos and 5 operations per second: no violation, and nothing piles up", async ({
    playground,
    page,
  }, info) => {
    info.setTimeout(240_000);
    // The browser's clock is the test's: frames come one after the other, as fast as they are done.
    await page.clock.install();
    await playground.press("Faults…");
    await workload(playground).check();
    await chaos(playground).check();
    await playground.press("Close the faults");
    await playground.speed(10);
    await playground.press("Play");

    const minutes: { readonly frame: number; readonly elements: number }[] = [];
    for (let minute = 1; minute <= MINUTES; minute += 1) {
      const begun = performance.now();
      await page.clock.runFor(6_000);
      const frame = (performance.now() - begun) / (6_000 / 16);
      minutes.push({ frame, elements: await elementCount(playground) });
    }
    await playground.press("Pause");
    for (const [place, { frame, elements }] of minutes.entries()) {
      console.log(`minute ${place + 1}: ${frame.toFixed(2)} ms a frame, ${elements} elements`);
    }

    const view = await playground.view();
    expect(view.now).toBeGreaterThan(MINUTES * 59e6);
    expect(view.violation).toBeNull();
    expect(view.assumption).toBeNull();
    expect(view.requestCounts.acknowledged).toBeGreaterThan(MINUTES * 10);
    expect(view.tried.crashes).toBeGreaterThan(1);
    await expect(page.getByRole("button", { name: /^0 violations in .* crashes/ })).toBeVisible();
    const most = Math.max(...minutes.map(({ elements }) => elements));
    // Everything drawn is a window on the run: what the second minute needs, the last one does.
    expect(most).toBeLessThan((minutes[1]?.elements ?? 0) * 1.5);

    await page.keyboard.press("k");
    await page.keyboard.press("j");
    const properties = playground.dialog.getByRole("listitem");
    await expect(properties.last()).toContainText(/Linearizable/);
    // Each property has as many elements, however long the run is.
    const ofEach = ((await elementCount(playground)) - most) / (await properties.count());
    expect(ofEach).toBeLessThan(50);
  });
});

async function elementCount({ host }: Playground): Promise<number> {
  return host.evaluate((element) => element.shadowRoot?.querySelectorAll("*").length ?? 0);
}
