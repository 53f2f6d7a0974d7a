import type { Action } from "../engine/view.ts";
import { expect, type Playground, test } from "./support.ts";

async function openMenu(playground: Playground, node: number): Promise<void> {
  await playground.node(node).click({ button: "right" });
  await expect(playground.menu).toHaveAccessibleName(`Node ${node}`);
}

async function fromSubmenu(playground: Playground, node: number, menu: string, item: string) {
  await openMenu(playground, node);
  await playground.menuItem(menu).click();
  await playground.menuItem(item).click();
  await expect(playground.menu).toBeHidden();
}

test.describe("a node's menu", () => {
  for (const [item, words] of [
    ["Stall", "its disk stalls"],
    ["Lie about syncing", "its disk lies"],
    ["Slow: 50 to 100 ms", "its disk takes 50 to 100 ms"],
    ["Crash at the next write", "it crashes at its next write"],
  ] as const) {
    test(`Disk: ${item}`, async ({ playground }) => {
      await playground.seek(4_000);
      await fromSubmenu(playground, 1, "Disk…", item);
      await expect(playground.node(1)).toHaveAccessibleDescription(new RegExp(words));
      await expect(playground.node(0)).not.toHaveAccessibleDescription(new RegExp(words));
    });
  }

  test("a disk syncs again, and has its usual speed again", async ({ playground }) => {
    await fromSubmenu(playground, 1, "Disk…", "Stall");
    await fromSubmenu(playground, 1, "Disk…", "Sync again");
    await fromSubmenu(playground, 1, "Disk…", "Slow: 50 to 100 ms");
    await fromSubmenu(playground, 1, "Disk…", "Usual speed");
    await expect(playground.node(1)).not.toHaveAccessibleDescription(/disk/);
  });

  test("the disk of one node takes the times that are typed", async ({ playground, page }) => {
    await fromSubmenu(playground, 1, "Disk…", "Writes take…");
    await expect(playground.dialog).toHaveAccessibleName("How long disk writes take");
    const [least, most] = ["least", "most"].map((end) =>
      page.getByRole("spinbutton", { name: `Writes take, ${end}` }),
    );
    await least?.fill("40");
    await most?.fill("20");
    await playground.press("Set");
    await expect(playground.notice).toHaveText(
      /^A write cannot take that long: expected two times/,
    );
    await least?.fill("15");
    await playground.press("Set");
    await expect(playground.dialog).toBeHidden();
    await expect(playground.node(1)).toHaveAccessibleDescription(/its disk takes 15 to 20 ms/);
    expect((await playground.view()).machines.map(({ diskMs }) => diskMs)).toEqual([
      null,
      [15, 20],
      null,
      null,
      null,
    ]);
    await playground.node(1).click();
    await playground.tab("Selected");
    await playground.press("Writes take…");
    await playground.press("As the others");
    await expect(playground.node(1)).not.toHaveAccessibleDescription(/disk/);
  });

  test("a clock runs at another rate", async ({ playground }) => {
    await fromSubmenu(playground, 2, "Clock…", "⅓×");
    await expect(playground.node(2)).toHaveAccessibleDescription(/its clock runs at ⅓×/);
    await fromSubmenu(playground, 2, "Clock…", "3×");
    await expect(playground.node(2)).toHaveAccessibleDescription(/its clock runs at 3×/);
    await fromSubmenu(playground, 2, "Clock…", "True: 1×");
    await expect(playground.node(2)).not.toHaveAccessibleDescription(/clock/);
  });

  test("all links of a node are slow, then as usual", async ({ playground }) => {
    await openMenu(playground, 3);
    await playground.menuItem("Slow all its links").click();
    await expect(playground.node(3)).toHaveAccessibleDescription(/all its links are slow/);
    await openMenu(playground, 3);
    await playground.menuItem("Usual speed of its links").click();
    await expect(playground.node(3)).not.toHaveAccessibleDescription(/slow/);
  });

  test("a process is paused and goes on", async ({ playground }) => {
    await openMenu(playground, 0);
    await playground.menuItem("Pause this node").click();
    await expect(playground.node(0)).toHaveAccessibleDescription(/^paused as follower/);
    await openMenu(playground, 0);
    await playground.menuItem("Resume").click();
    await expect(playground.node(0)).toHaveAccessibleDescription(/^follower/);
  });

  test("stands beside its node, and ticks the value that holds", async ({ playground }) => {
    for (const id of [1, 4]) {
      await openMenu(playground, id);
      const [node, menu] = [
        await playground.node(id).boundingBox(),
        await playground.menu.boundingBox(),
      ];
      if (!node || !menu) throw new Error("There is no menu, or no node.");
      expect(menu.x >= node.x + node.width || menu.x + menu.width <= node.x).toBe(true);
    }
    await playground.menuItem("Clock…").click();
    await expect(playground.menu.locator("[aria-current]")).toHaveText("True: 1×");
    await playground.menuItem("2×").click();
    await openMenu(playground, 4);
    await playground.menuItem("Clock…").click();
    await expect(playground.menu.locator("[aria-current]")).toHaveText("2×");
  });

  test("opens and leaves its second page by the keyboard", async ({ playground, page }) => {
    await openMenu(playground, 0);
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press("ArrowDown");
    await expect(playground.menuItem("Disk…")).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(playground.menu).toHaveAccessibleName("Disk of Node 0");
    await expect(playground.menuItem("Crash at the next write")).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await expect(playground.menu).toHaveAccessibleName("Node 0");
    await page.keyboard.press("Escape");
    await expect(playground.menu).toBeHidden();
    await expect(playground.node(0)).toBeFocused();
  });
});

test("the details of a node offer the same", async ({ playground, page }) => {
  await page.keyboard.press("1");
  await playground.press("Stall");
  await expect(page.getByText("Now: its disk stalls.")).toBeVisible();
  await playground.press("1.5×");
  await expect(playground.node(1)).toHaveAccessibleDescription(/its clock runs at 1.5×/);
});

test("a link is flaky, slow, and as the others again", async ({ playground, page }) => {
  await playground.press("Faults…");
  await linkMenu(playground, "Flaky: 1 in 3 is lost");
  await expect(page.getByText("0 ↔ 1: 33\u202f% lost.")).toBeVisible();
  await linkMenu(playground, "Slow: 300 to 400 ms");
  await expect(page.getByText("0 ↔ 1: 400 ms, 33\u202f% lost.")).toBeVisible();
  await linkMenu(playground, "Flaky no more");
  await linkMenu(playground, "Usual speed");
  await expect(page.getByText("Nothing suffers now")).toBeVisible();
});

test("a message is doubled, or comes very late", async ({ playground, page }) => {
  await playground.press("Step");
  await playground.tab(/^In flight/);
  await page
    .getByRole("button", { name: /^Inspect message/ })
    .first()
    .click();
  const before = (await playground.view()).tried.messages;
  await playground.press("Duplicate");
  await playground.press("Very late: 10 s");
  expect((await playground.view()).tried.messages).toBe(before + 2);
});

test.describe("the Faults drawer", () => {
  test("says what suffers, and mends it all", async ({ playground, page }) => {
    const deeds: readonly Action[] = [
      { disk: "stalls", node: 0 },
      { clock_rate: "2", node: 1 },
      { crash: 2 },
      { pause: 3 },
      { cut: [3, 4] },
      { loss: "1/2", link: [0, 4] },
      { latency_ms: [300, 400], node: 1 },
    ];
    for (const deed of deeds) await playground.act(deed);
    await playground.press("Faults…");
    const suffering = page.getByRole("region", { name: "What suffers now" });
    await expect(suffering.getByRole("listitem")).toHaveText([
      "Node 0: its disk stalls.",
      "Node 1: its clock runs at 2×; all its links are slow.",
      "Node 2: crashed.",
      "Node 3: paused.",
      "1 way is cut (each link has two).",
      "0 → 4: 50\u202f% lost.",
    ]);
    await playground.press("Mend everything");
    await expect(suffering).toContainText("Nothing suffers now");
    await playground.elect();
  });

  test("opens and closes by key and by button", async ({ playground, page }) => {
    const drawer = page.getByRole("group", { name: "Faults" }).last();
    await page.keyboard.press("l");
    await expect(playground.button("Mend everything")).toBeVisible();
    await expect(playground.button("Faults…")).toHaveAttribute("aria-expanded", "true");
    await expect(drawer).toBeVisible();
    await playground.press("Close the faults");
    await expect(playground.button("Mend everything")).toBeHidden();
    await page.keyboard.press("l");
    await page.keyboard.press("Escape");
    await expect(playground.button("Mend everything")).toBeHidden();
  });

  test("sets what disks and messages do everywhere", async ({ playground }) => {
    await playground.press("Faults…");
    await playground.slider("Disk writes take").fill("40");
    await playground.slider("Doubled messages").fill("20");
    await playground.slider("Jitter").fill("30");
    await expect
      .poll(async () => (await playground.view()).options)
      .toMatchObject({ diskMs: [40, 40], duplicatePerMille: 200, latencyMs: [30, 90] });
  });

  test("is a sheet on a phone", async ({ another }) => {
    const playground = await another({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await playground.open();
    await playground.button("More").tap();
    await playground.button("Faults…").tap();
    await expect(playground.dialog).toHaveAccessibleName("Faults");
    await playground.page.getByRole("switch", { name: "Workload" }).tap();
    await expect.poll(async () => (await playground.view()).workload?.perSecond).toBe(5);
  });
});

/** The middle of the link between Node 0 and Node 1. */
async function linkMenu(playground: Playground, item: string): Promise<void> {
  const [one, other] = [
    await playground.node(0).boundingBox(),
    await playground.node(1).boundingBox(),
  ];
  if (!one || !other) throw new Error("The nodes are not on the page.");
  const middle = (a: number, b: number, size: number) => (a + b + size) / 2;
  await playground.page.mouse.click(
    middle(one.x, other.x, one.width),
    middle(one.y, other.y, one.height),
    { button: "right" },
  );
  await expect(playground.menu).toHaveAccessibleName("Node 0 – Node 1");
  await playground.menuItem(item).click();
}
