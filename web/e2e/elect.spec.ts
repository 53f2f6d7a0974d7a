import { expect, test } from "./support.ts";

test.describe("a first visit", () => {
  test.use({ visit: "first" });

  test("opens paused, asks whose timer runs out first, and plays when a node is tapped", async ({
    playground,
    page,
  }) => {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "Five servers must agree on one leader.",
    );
    await expect(page.getByText("Whose timer runs out first? Tap a node.")).toBeVisible();
    await expect(playground.status).toHaveText("No leader; 5 of 5 up; 0 commands committed");
    expect(await playground.view()).toMatchObject({ now: 0, head: 0 });
    const timers = (await playground.view()).nodes.map((node) => node.timerEndsAt ?? 0);
    expect(timers.indexOf(Math.min(...timers))).toBe(2);

    await playground.node(2).click();
    await expect(playground.button("Pause")).toBeVisible();
    await playground.speed(20);
    await expect(playground.status).toHaveText(/^Node 2 leads term 1;/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Node 2 leads term 1.");
    await expect(page.getByText("3 of 5 votes are a majority. Press Write.")).toBeVisible();
    await expect(page.getByText("Your guess, Node 2, was right.")).toBeVisible();
    await expect(page.getByText("Tour 2 of 8")).toBeVisible();
  });

  test("is guided through the whole tour by the buttons it invites to", async ({
    playground,
    page,
  }) => {
    const headline = page.getByRole("heading", { level: 1 });
    await playground.speed(20);
    await playground.press("Play");
    await expect(page.getByText("Press Write")).toBeVisible();
    await playground.press("Write");
    await expect(headline).toHaveText("SET x=1 is committed.");
    await playground.press("Yes");
    await playground.press("Crash leader");
    await expect(page.getByText(/Press Restart all/)).toBeVisible();
    await expect(headline).toHaveText(/^Node \d leads term \d+, and x survived\.$/);
    await expect(page.getByText("Your guess was right.")).toBeVisible();
    await playground.press("Restart all");
    await expect(page.getByText("Press Partition")).toBeVisible();
    await playground.press("Partition");
    await expect(headline).toHaveText(/side of the majority|still believes it leads/);
    await expect(headline).toHaveText(/^Node \d leads term \d+ on the side of the majority/);
    await playground.press("Write");
    await expect(headline).toHaveText(/^SET x=\d is committed\.$/);
    await playground.press("Heal");
    await expect(page.getByText(/Press Share/)).toBeVisible();
    await expect(page.getByText("Tour 8 of 8")).toBeVisible();
    await playground.press("Pause");
    expect((await playground.view()).violation).toBeNull();
    await playground.press("Share");
    await expect(playground.dialog).toContainText(/That was the tour\..*Examples/);
    await expect(page.getByText("Tour 8 of 8")).toBeHidden();
  });

  test("is told of the moment shown, however it is reached", async ({ playground, page }) => {
    const headline = page.getByRole("heading", { level: 1 });
    await playground.tick(300);
    await playground.write("SET x=1");
    await playground.tick(5);
    await playground.press("Crash leader");
    await expect(headline).not.toHaveText(/copies|committed/);
    await playground.seek(2_500);
    await expect(playground.status).toHaveText(/5 of 5 up/);
    await expect(headline).toHaveText("Node 2 leads term 1.");
    await playground.seek(0);
    await expect(headline).toHaveText("Five servers must agree on one leader.");
    await expect(page.getByText("Tour 1 of 8")).toBeVisible();
  });

  test("can skip the tour, and start over from the help", async ({ playground, page }) => {
    const tour = page.getByText(/^Tour \d of 8$/);
    await playground.tick(300);
    await expect(tour).toHaveText("Tour 2 of 8");
    await playground.press("Skip tour");
    await expect(tour).toBeHidden();
    await page.reload();
    await playground.ready();
    await expect(tour).toBeHidden();
    await playground.press("Help");
    await playground.press("Start over");
    await expect(playground.dialog).toBeHidden();
    await expect(tour).toHaveText("Tour 1 of 8");
    await expect(page.getByText("Whose timer runs out first? Tap a node.")).toBeVisible();
    await playground.tick(300);
    await playground.press("Start over");
    await expect(tour).toHaveText("Tour 1 of 8");
    expect(await playground.view()).toMatchObject({ now: 0, seed: 18630 });
  });

  test("hears no tour once a workload is on", async ({ playground, page }) => {
    await playground.tick(300);
    await playground.act({ workload: {} });
    await expect(page.getByText(/^Tour/)).toBeHidden();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Node 2 leads term 1\./);
  });
});

test("a leader is elected, and says so in words", async ({ playground, page }) => {
  await playground.playUntilStatus(/^Node 2 leads term 1; 5 of 5 up; 0 commands committed$/);
  await expect(playground.node(2)).toHaveAccessibleDescription(/^leader, term 1/);
  await expect(playground.node(0)).toHaveAccessibleDescription(/^follower, term 1/);
  await expect(page.getByRole("list", { name: /^Decisions/ })).toContainText(
    "3 votes are a majority: Node 2 leads term 1.",
  );
});

test("an hour of waiting is one step: Step goes to the next event", async ({ playground }) => {
  const due = Math.min(
    ...(await playground.view()).nodes.map((node) => node.timerEndsAt ?? Number.NaN),
  );
  await playground.press("Step");
  await expect(playground.status).toHaveText(/^Node 2 asks for votes in term 1/);
  expect((await playground.view()).now).toBe(due);
});

test("writes are committed, and nothing committed is lost when the leader crashes", async ({
  playground,
}) => {
  const first = await playground.elect();
  for (const command of ["SET x=1", "SET y=2", "TRANSFER 200 -> account_7"]) {
    await playground.write(command);
  }
  await playground.playUntilStatus(/3 commands committed$/);
  await expect(playground.requests.filter({ hasText: "acknowledged" })).toHaveCount(3);
  const before = await playground.committed();
  // Sent in one moment: their order is the network's.
  expect(before.toSorted()).toEqual([
    "SET x=1 (term 1)",
    "SET y=2 (term 1)",
    "TRANSFER 200 -> account_7 (term 1)",
  ]);

  await playground.press("Crash leader");
  await expect(playground.status).toHaveText(/4 of 5 up/);
  await expect(playground.node(first)).toHaveAccessibleDescription(/^crashed/);
  await playground.playUntilStatus(/^Node \d leads term [2-9]; 4 of 5 up; 3 commands committed$/);
  const second = await playground.leader();
  expect(second).not.toBe(first);
  expect((await playground.committed()).slice(0, 3)).toEqual(before);

  await playground.write("SET x=4");
  await playground.playUntilStatus(/4 commands committed$/);

  await playground.press("Restart all");
  await expect(playground.status).toHaveText(/5 of 5 up/);
  await playground.playUntil(() =>
    expect(playground.node(first)).toHaveAccessibleDescription(/^follower, term [2-9].*4 known/),
  );
  const logs = await playground.logs();
  for (const log of logs) expect(log).toEqual(logs[0]);
  expect((await playground.committed()).slice(0, 3)).toEqual(before);
  expect((await playground.view()).violation).toBeNull();
});

test("without a majority nothing is decided, and Restart all brings it back", async ({
  playground,
}) => {
  await playground.elect();
  for (let crashes = 0; crashes < 3; crashes += 1) {
    await playground.press("Crash leader");
    if (crashes < 2) await playground.elect();
  }
  await expect(playground.status).toHaveText(/2 of 5 up/);
  const { now } = await playground.view();
  await playground.playUntil(
    async () => expect.poll(async () => (await playground.view()).now).toBeGreaterThan(now + 2e7),
    100,
  );
  await expect(playground.status).not.toHaveText(/leads/);
  await playground.press("Restart all");
  await playground.elect();
  await expect(playground.status).toHaveText(/5 of 5 up/);
});

test("New run starts another run with another seed, from the beginning", async ({ playground }) => {
  await playground.elect();
  const { seed } = await playground.view();
  await playground.newRun();
  await expect(playground.status).toHaveText(/^No leader; 5 of 5 up/);
  const fresh = await playground.view();
  expect(fresh.now).toBe(0);
  expect(fresh.seed).not.toBe(seed);
  await playground.elect();
});
