import { expect, test } from "./support.ts";

test("a minority stalls, the majority goes on, and healing overwrites what was left over", async ({
  playground,
}) => {
  await playground.elect();
  await playground.write("SET x=1");
  await playground.playUntilStatus(/1 command committed$/);

  const old = await playground.leader();
  await playground.press("Partition");
  const { groups } = await playground.view();
  expect(groups?.map((group) => group.length).toSorted()).toEqual([2, 3]);
  expect(groups?.find((group) => group.length === 2)).toContain(old);
  const majority = groups?.find((group) => group.length === 3) ?? [];

  // The old leader takes the write and can do nothing with it.
  await playground.node(old).click();
  await playground.write("SET x=minority");
  const lost = playground.requests.filter({ hasText: "SET x=minority" });
  await expect(lost).toContainText("still waiting");
  await playground.node(old).click();

  // The others elect a leader of their own, and what is written there is acknowledged.
  await playground.playUntilStatus(
    new RegExp(`^Node [${majority.join("")}] leads term [2-9], Node ${old} still believes`),
  );
  const leader = await playground.leader();
  await playground.node(leader).click();
  await playground.write("SET x=majority");
  await playground.node(leader).click();
  await playground.playUntilStatus(/2 commands committed$/);
  await expect(playground.requests.filter({ hasText: "SET x=majority" })).toContainText(
    "acknowledged",
  );
  await playground.playUntil(() => expect(lost).toContainText("unknown"));
  const cut = await playground.logs();
  expect(cut[old]?.[1]).toEqual({ command: "SET x=minority", term: 1, committed: false });
  expect(cut[leader]?.[1]).toMatchObject({ command: "SET x=majority", committed: true });
  const before = await playground.committed();

  await playground.press("Heal");
  await expect.poll(async () => (await playground.view()).cuts).toEqual([]);
  await playground.playUntil(() =>
    expect(playground.node(old)).toHaveAccessibleDescription(/2 entries, 2 known committed(;|$)/),
  );
  const healed = await playground.logs();
  for (const log of healed) {
    expect(log.map((entry) => entry?.command)).toEqual(["SET x=1", "SET x=majority"]);
  }
  expect(await playground.committed()).toEqual(before);
  expect((await playground.view()).violation).toBeNull();
});

test("groups can be chosen node by node", async ({ playground, page }) => {
  await playground.press("Faults…");
  await playground.press("Groups…");
  await expect(playground.dialog).toBeVisible();
  await expect(playground.button("Cut")).toBeDisabled();
  for (const [node, group] of [
    [0, "B"],
    [1, "C"],
    [2, "C"],
  ] as const) {
    await page.getByRole("radio", { name: `Node ${node} in group ${group}` }).check();
  }
  await playground.press("Cut");
  await expect(playground.dialog).toBeHidden();
  expect((await playground.view()).groups?.toSorted()).toEqual([[0], [1, 2], [3, 4]]);
});

test("a line drawn across the ring cuts it in two", async ({ playground, page }) => {
  const boxes = await Promise.all([0, 1, 2, 3, 4].map((id) => playground.node(id).boundingBox()));
  const [top, right, , , left] = boxes;
  if (!top || !right || !left) throw new Error("The nodes have no place.");
  const y = (top.y + top.height + right.y) / 2;
  await page.mouse.move(left.x - 60, y);
  await page.mouse.down();
  await page.mouse.move(top.x, y, { steps: 5 });
  await page.mouse.move(right.x + right.width + 40, y, { steps: 5 });
  await page.mouse.up();
  await expect
    .poll(async () => (await playground.view()).groups?.map((group) => [...group]).toSorted())
    .toEqual([[0], [1, 2, 3, 4]]);
});

test("one direction of one link is cut and opened from the node's own list of links", async ({
  playground,
}) => {
  await playground.node(0).click();
  await playground.press("0 – 3");
  await playground.press("Cut 3 → 0");
  expect((await playground.view()).cuts).toEqual([{ from: 3, to: 0 }]);
  await playground.press("Open 3 → 0");
  expect((await playground.view()).cuts).toEqual([]);
});

test("loss and latency are changed by their sliders", async ({ playground }) => {
  await playground.slider("Message loss").fill("25");
  await playground.slider("Latency").fill("120");
  await expect
    .poll(async () => (await playground.view()).options)
    .toMatchObject({ lossPerMille: 250, latencyMs: [100, 140] });
  await playground.slider("Message loss").fill("100");
  await playground.playUntil(
    async () => expect.poll(async () => (await playground.view()).now).toBeGreaterThan(20_000_000),
    100,
  );
  await expect(playground.status).not.toHaveText(/leads/);
});

test("Escape lets go of the line that is being drawn", async ({ playground, page }) => {
  await playground.seek(4_000);
  const box = await page.locator("raft-ring canvas").boundingBox();
  if (!box) throw new Error("The ring has no place.");
  const { x, y, width, height } = box;
  await playground.unchangedBy(async () => {
    await page.mouse.move(x + width * 0.3, y + height * 0.45);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.9, y + height * 0.55, { steps: 4 });
    await page.keyboard.press("Escape");
    await page.mouse.up();
  });
});

test("what cannot be cut or healed says so", async ({ playground, page }) => {
  await playground.press("Heal");
  await expect(playground.notice).toHaveText("Nothing is cut: there is nothing to heal.");
  await page.route("**/one.json", (route) =>
    route.fulfill({ json: { format: 1, options: { nodes: 1 }, until_ms: 9_000 } }),
  );
  await playground.host.evaluate((host) => host.setAttribute("src", "./one.json"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "One server agrees with itself.",
  );
  await playground.press("Partition");
  await expect(playground.notice).toHaveText("One node alone has nobody to be cut off from.");
});
