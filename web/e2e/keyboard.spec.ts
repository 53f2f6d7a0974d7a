import type { Page } from "@playwright/test";
import { expect, test } from "./support.ts";

/** The name of what has the focus, through all shadow roots; null for the page itself. */
async function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body) return null;
    return (active.getAttribute("aria-label") ?? active.textContent ?? "").trim();
  });
}

test("Tab finds Play at once, goes from part to part and misses nothing", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.tick(100);
  const order: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const name = await focused(page);
    if (name === null) break;
    order.push(name);
  }
  const wanted = [
    "Skip to the cluster",
    "Play",
    "Step",
    "Speed",
    "New run",
    "Hunt",
    "Compare",
    "Share",
    "Node 0",
    "Node 1",
    "Node 2",
    "Node 3",
    "Node 4",
    "Command",
    "Write",
    "Crash leader",
    "Restart all",
    "Partition",
    "Heal",
    "Message loss",
    "Latency",
    "Logs",
    "Decisions",
    "Time",
  ];
  expect(order.indexOf("Play")).toBeLessThan(3);
  expect(order.filter((name) => wanted.includes(name))).toEqual(wanted);
  expect(new Set(order).size).toBe(order.length);
});

test("what has the focus shows it", async ({ playground, page }) => {
  const faint: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const name = await focused(page);
    if (name === null) break;
    const isRinged = await page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      if (!active) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(active);
      return (
        (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== "none"
      );
    });
    if (!isRinged) faint.push(name);
  }
  await expect(playground.host).toBeVisible();
  expect(faint).toEqual([]);
});

test("a whole story by the keyboard alone", async ({ playground, page }) => {
  await page.keyboard.press("Space");
  await expect(playground.button("Pause")).toBeVisible();
  for (let presses = 0; presses < 12; presses += 1) await page.keyboard.press(".");
  await expect(playground.slider("Speed")).toHaveAttribute("aria-valuetext", "100×");
  await expect(playground.status).toHaveText(/^Node \d leads/);
  await page.keyboard.press("Space");
  await expect(playground.button("Play")).toBeVisible();

  await page.keyboard.press("w");
  await expect(playground.requests).toHaveCount(1);
  await page.keyboard.press("/");
  await expect(playground.command).toBeFocused();
  await page.keyboard.type("SET key=board");
  await page.keyboard.press("Enter");
  await expect(playground.requests).toHaveCount(2);
  await expect(playground.command).toBeFocused();
  await page.keyboard.press("Escape");
  await playground.tick(300);
  await expect(playground.status).toHaveText(/2 commands committed$/);

  await page.keyboard.press("c");
  await expect(playground.status).toHaveText(/4 of 5 up/);
  await page.keyboard.press("r");
  await expect(playground.status).toHaveText(/5 of 5 up/);
  await playground.tick(500);
  await page.keyboard.press("p");
  await expect.poll(async () => (await playground.view()).groups?.length).toBe(2);
  await page.keyboard.press("h");
  await expect.poll(async () => (await playground.view()).groups).toBeNull();

  await page.keyboard.press("3");
  await expect(playground.node(3)).toBeFocused();
  await expect(playground.node(3)).toHaveAttribute("aria-pressed", "true");
  // Escape closes one thing at a time: first what the page has just said.
  for (const _ of ["notice", "selection"]) await page.keyboard.press("Escape");
  await expect(playground.node(3)).toHaveAttribute("aria-pressed", "false");

  await page.keyboard.press("Home");
  await page.keyboard.press("a");
  await expect(playground.slider("Speed")).toHaveAttribute("aria-valuetext", "Auto");
  await page.keyboard.press("s");
  await expect(playground.dialog).toHaveAccessibleName("Share this run");
  await page.keyboard.press("Escape");
  await expect(playground.dialog).toBeHidden();
});

test("? opens the sheet of keys, Escape closes it, and the focus comes back", async ({
  playground,
  page,
}) => {
  await playground.button("Partition").focus();
  await page.keyboard.press("?");
  await expect(playground.dialog).toHaveAccessibleName("Help");
  await expect(playground.dialog).toContainText("Play or pause");
  await page.keyboard.press("Space");
  await expect(playground.button("Play")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(playground.dialog).toBeHidden();
  await expect(playground.button("Partition")).toBeFocused();
});

test("the focus is never lost, whatever is pressed", async ({ playground, page }) => {
  await playground.seek(4_000);
  for (const name of [
    "Crash leader",
    "Restart all",
    "Partition",
    "Heal",
    "Step",
    "Back",
    "Write",
    "Play",
  ]) {
    await playground.button(name).focus();
    await page.keyboard.press("Enter");
    expect(await focused(page), `after ${name}`).toBe(name === "Play" ? "Pause" : name);
  }
  await playground.button("Pause").focus();
  await page.keyboard.press("Space");
  await expect(playground.button("Play")).toBeFocused();
  // A dialog takes the focus, and gives it back.
  for (const name of ["New run", "Runs…"]) {
    await playground.button(name).focus();
    await page.keyboard.press("Enter");
    await expect(playground.dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(playground.button(name)).toBeFocused();
  }
});

test("keys mean nothing to the page while somebody types", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.unchangedBy(async () => {
    await playground.command.fill("");
    await page.keyboard.type("crash heal ?npr 123");
    await expect(playground.command).toHaveValue("crash heal ?npr 123");
    await expect(playground.dialog).toBeHidden();
  });
});

test("the focus is never lost when what had it goes away", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.write("SET x=1");
  await playground.tick(2);
  await playground.tab(/^In flight/);
  // The only message in flight is dropped from the list; later it is gone altogether.
  await page.getByRole("button", { name: /^Drop message/ }).focus();
  await page.keyboard.press("Enter");
  expect(await focused(page), "after Drop").not.toBeNull();
  await playground.tick(30);
  expect(await focused(page), "after the message is gone").not.toBeNull();
});

test("the first stop of Tab leads past the controls, to the nodes", async ({
  playground,
  page,
}) => {
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(playground.node(0)).toBeFocused();
  expect(new URL(page.url()).hash).toBe("");
});

for (const [key, name] of [
  ["l", "Faults"],
  ["k", "Requests over time"],
  ["q", "What can happen next"],
] as const) {
  test(`${name} takes the focus when it opens, and Escape gives it back`, async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    await playground.button("Partition").focus();
    await page.keyboard.press(key);
    const inside = () =>
      playground.host.evaluate(
        (host) => host.shadowRoot?.activeElement?.closest(".raised") !== null,
      );
    await expect.poll(inside).toBe(true);
    await page.keyboard.press("Escape");
    await expect(page.locator(".raised")).toHaveCount(0);
    await expect(playground.button("Partition")).toBeFocused();
  });
}

test("no key ends the run", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.unchangedBy(async () => {
    await page.keyboard.press("n");
    await page.keyboard.press("Shift+N");
  });
});

test("tooltips say what a button does, with its key", async ({ playground, page }) => {
  await playground.seek(4_000);
  const titles = await page
    .getByRole("button")
    .evaluateAll((all) => all.map((button) => button.getAttribute("title") ?? ""));
  expect(titles.filter((title) => title !== "" && title.length < 4)).toEqual([]);
  await expect(playground.button("Crash leader")).toHaveAttribute("title", "Crash the leader (C)");
});

test("the marks of the time line have names, for the eye and the ear", async ({
  playground,
  page,
}) => {
  await playground.seek(6_000);
  await page.keyboard.press("[");
  const time = playground.slider("Time");
  await expect(time).toHaveAttribute("aria-valuetext", /; Node 2 wins an election$/);
  const box = await time.boundingBox();
  const at = (await playground.view()).now / 10_000_000;
  if (!box) throw new Error("There is no time line.");
  // The lane of Node 2 is the third of six, above the written moments.
  const lane = (2.5 * (box.height - 16)) / 6;
  await page.mouse.move(box.x + 8 + at * (box.width - 16), box.y + lane);
  await expect(page.getByText(/^Node 2 wins an election at /)).toBeVisible();
});
