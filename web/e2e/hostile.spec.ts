import type { RaftPlayground } from "../element/raft-playground.ts";
import { expect, test } from "./support.ts";

test("hundreds of presses a second on everything break nothing", async ({ playground }) => {
  await playground.speed(100);
  await playground.press("Play");
  // A fixed sequence of presses, thirty in each frame, for a hundred frames.
  const pressed = await playground.host.evaluate(async (host) => {
    let state = 1;
    const next = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % below;
    };
    let count = 0;
    for (let frame = 0; frame < 100; frame += 1) {
      for (let presses = 0; presses < 30; presses += 1) {
        const found = [
          ...(host.shadowRoot?.querySelectorAll<HTMLElement>("button, input[type=range]") ?? []),
        ].filter((control) => !/Reload|Open file/.test(control.textContent ?? ""));
        const control = found[next(found.length)];
        if (control instanceof HTMLInputElement) {
          const { min, max } = control;
          control.value = String(Number(min) + (next(1000) / 1000) * (Number(max) - Number(min)));
          for (const kind of ["input", "change"]) {
            control.dispatchEvent(new Event(kind, { bubbles: true, composed: true }));
          }
        } else {
          control?.click();
        }
        count += 1;
      }
      await new Promise(requestAnimationFrame);
    }
    return count;
  });
  expect(pressed).toBe(3_000);
  await expect(playground.page.getByText("The engine stopped.")).toHaveCount(0);
  // Some of the presses make disks lie, and what comes of that is no fault of Raft's.
  const { violation, assumption } = await playground.view();
  expect(violation === null || assumption !== null).toBe(true);

  // Still a playground: a new run elects a leader.
  for (let presses = 0; presses < 4; presses += 1) await playground.page.keyboard.press("Escape");
  await playground.newRun();
  await playground.elect();
});

test("a tab that slept for an hour goes on where it was", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.speed(1);
  await playground.press("Play");
  const before = (await playground.view()).now;
  await page.evaluate(() => {
    const real = performance.now.bind(performance);
    performance.now = () => real() + 3_600_000;
  });
  await expect.poll(async () => (await playground.view()).now).toBeGreaterThan(before + 100_000);
  await playground.press("Pause");
  expect((await playground.view()).now).toBeLessThan(before + 60_000_000);
});

test("a thousand writes: the logs scroll, and only what is in sight is in the page", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  await playground.host.evaluate((host: RaftPlayground) => {
    for (let write = 1; write <= 1_200; write += 1) {
      host.act({ write: `SET x=${write}`, to: "leader" });
      if (write % 20 === 0) host.tick(10);
    }
    host.tick(300);
  });
  await expect(playground.status).toHaveText(/1200 commands committed$/);
  const table = page.getByRole("table", { name: "Logs" });
  await expect(table).toHaveAttribute("aria-rowcount", "1201");
  await expect(table.getByRole("rowheader", { name: "1200", exact: true })).toBeVisible();

  await table.evaluate((scroller) => {
    scroller.scrollTop = 0;
  });
  await expect(table.getByRole("rowheader", { name: "1", exact: true })).toBeVisible();
  await expect(table.getByRole("row").nth(1)).toContainText("x=");
  await table.evaluate((scroller) => {
    scroller.scrollTop = scroller.scrollHeight / 2;
  });
  await expect(table.getByRole("rowheader", { name: "600", exact: true })).toBeVisible();
  expect(await table.getByRole("row").count()).toBeLessThan(120);

  await page.getByRole("button", { name: /^Newest of/ }).click();
  await expect(table.getByRole("rowheader", { name: "1200", exact: true })).toBeVisible();
  const logs = await playground.logs();
  for (const log of logs) expect(log).toEqual(logs[0]);

  // And it still plays.
  await playground.write("SET last=1");
  await playground.playUntilStatus(/1201 commands committed$/);
});

test("a link whose run is too long shows how far it is, and leaves what is on screen", async ({
  playground,
  page,
}) => {
  // Messages that are due in an hour fill the network within seconds.
  const flood = "#UlABHZtRNQEABAAJAegH0A8C6AcDgMjOtA2AyM60DQAAAADh2d4n4dneJ_jen8Gmt4vgSQ";
  await playground.seek(4_000);
  const before = (await playground.view()).seed;
  const open = () =>
    playground.host.evaluate((host: RaftPlayground, link) => host.open(link), flood);
  expect(await open()).toBe(true);
  const progress = page.getByRole("progressbar", { name: "Opening the run" });
  await expect(progress).toBeVisible();
  expect((await playground.view()).seed).toBe(before);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(progress).toHaveCount(0);
  expect((await playground.view()).now).toBe(4_000_000);

  expect(await open()).toBe(true);
  await expect(page.getByText(/^This link shows .*, but its run ends at .*: /)).toBeVisible({
    timeout: 60_000,
  });
  await expect(progress).toHaveCount(0);
  expect((await playground.view()).seed).toBe(before);

  // And it still plays.
  await playground.write("SET x=1");
});
