import { expect, test } from "./support.ts";

test("acting in the past forks the run, and the old branch is kept", async ({ playground }) => {
  // Sought, not played: a slow machine would play past the moment of the write, which forks.
  await playground.seek(5_000);
  await playground.write("SET x=1");
  await playground.playUntilStatus(/1 command committed$/);
  await playground.seek(9_000);
  const main = await playground.moment();
  const logs = await playground.logs();

  await playground.slider("Time").fill("3000");
  await expect.poll(async () => (await playground.view()).now).toBe(3_000_000);
  await expect(playground.status).toHaveText(
    "Node 2 leads term 1; 5 of 5 up; 0 commands committed",
  );
  expect((await playground.view()).branches).toHaveLength(1);

  await playground.press("Crash leader");
  expect((await playground.view()).branches).toHaveLength(2);
  await expect(playground.status).toHaveText(/4 of 5 up; 0 commands committed/);
  await playground.playUntilStatus(/^Node \d leads term [2-9]/);
  await playground.seek(8_000);
  const fork = await playground.moment();

  await playground.page.getByRole("button", { name: /^What if, from 3(\.00)? s/ }).click();
  const branches = playground.dialog.getByRole("listitem");
  await expect(branches).toHaveCount(2);
  await branches.filter({ hasText: "Main run" }).getByRole("button", { name: "Open" }).click();
  await expect(playground.status).toHaveText(/5 of 5 up/);
  await playground.seek(9_000);
  expect(await playground.moment()).toEqual(main);
  expect(await playground.logs()).toEqual(logs);

  await playground.page.getByRole("button", { name: /^Main run/ }).click();
  await branches.filter({ hasText: "What if" }).getByRole("button", { name: "Open" }).click();
  await playground.seek(8_000);
  expect(await playground.moment()).toEqual(fork);
});

test("going back and playing again changes nothing", async ({ playground, page }) => {
  await playground.elect();
  await playground.seek(7_000);
  const there = await playground.moment();
  await playground.slider("Time").focus();
  await page.keyboard.press("Home");
  await expect.poll(async () => (await playground.view()).now).toBe(0);
  await expect(playground.status).toHaveText("No leader; 5 of 5 up; 0 commands committed");
  await page.keyboard.press("End");
  await expect.poll(async () => (await playground.view()).now).toBe(there.head);
  await playground.seek(7_000);
  expect(await playground.moment()).toEqual(there);
  expect((await playground.view()).branches).toHaveLength(1);
});

test("the arrows step from event to event, forth and back", async ({ playground, page }) => {
  await playground.seek(4_000);
  const moments: number[] = [];
  for (let steps = 0; steps < 4; steps += 1) {
    await page.keyboard.press("ArrowRight");
    moments.push((await playground.view()).now);
  }
  expect(moments).toEqual(moments.toSorted((one, other) => one - other));
  expect(moments[0]).toBeGreaterThan(4_000_000);
  expect(new Set(moments).size).toBe(4);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(async () => (await playground.view()).now).toBeLessThan(moments[3] ?? 0);
  await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(async () => (await playground.view()).now).toBeLessThan(3_600_000);
});

test("New run, and a branch removed, leave nothing behind", async ({ playground }) => {
  await playground.seek(6_000);
  await playground.seek(3_000);
  await playground.press("Crash leader");
  await playground.page.getByRole("button", { name: /^What if/ }).click();
  const branches = playground.dialog.getByRole("listitem");
  await branches.filter({ hasText: "Main run" }).getByRole("button", { name: "Open" }).click();
  await playground.page.getByRole("button", { name: /^Main run/ }).click();
  await branches.getByRole("button", { name: /^Name or remove What if/ }).click();
  await playground.dialog.getByRole("button", { name: /^Remove What if/ }).click();
  await expect(branches).toHaveCount(1);
  await playground.page.keyboard.press("Escape");
  await expect(playground.dialog).toBeHidden();
  await playground.newRun();
  expect((await playground.view()).branches).toHaveLength(1);
});

test("once the run is paused, the lists show its moment in the very next frame", async ({
  playground,
}) => {
  await playground.elect();
  await playground.act({ workload: { per_second: 20, clients: 1 } });
  await playground.speed(2);
  for (let time = 0; time < 5; time += 1) {
    await playground.host.evaluate((host) => (host as HTMLElement & { play(): void }).play());
    const shown = await playground.host.evaluate(async (host) => {
      const element = host as HTMLElement & {
        pause(): void;
        view: { nodes: { lastIndex: number | null }[] };
      };
      const frame = () => new Promise(requestAnimationFrame);
      for (let played = 0; played < 20; played += 1) await frame();
      element.pause();
      await frame();
      await frame();
      const root = host.shadowRoot;
      const feed = root?.querySelector("raft-feed") as unknown as {
        picture: { feed: { seq: number }[] };
      };
      const rows = [...(root?.querySelectorAll("raft-logs .log-index") ?? [])];
      return {
        line: root?.querySelector(".feed-line [id]")?.id,
        newest: `event-${feed.picture.feed.at(-1)?.seq}`,
        row: Number(rows.at(-1)?.textContent),
        last: Math.max(...element.view.nodes.map(({ lastIndex }) => lastIndex ?? 0)),
      };
    });
    expect(shown.line).toBe(shown.newest);
    expect(shown.row).toBe(shown.last);
  }
});
