import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RaftPlayground } from "../element/raft-playground.ts";
import { expect, holdBack, type Playground, test } from "./support.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const desktop = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

interface Control {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Everything in sight that can be pressed, outside of lists: their lines come and go. */
async function controlsOf({ host }: Playground): Promise<readonly Control[]> {
  return host.evaluate((element) => {
    const found = element.shadowRoot?.querySelectorAll<HTMLElement>("button, input, [role=tab]");
    return [...(found ?? [])]
      .filter((control) => control.checkVisibility({ visibilityProperty: true }))
      .filter((control) => control.closest("li, [popover]") === null)
      .map((control) => {
        // A box to tick is pressed by its words too.
        const target = control.closest("label.check, label.spot") ?? control;
        const { x, y, width, height } = target.getBoundingClientRect();
        const name = control.getAttribute("aria-label") ?? target.textContent?.trim() ?? "";
        return { name, x, y, width, height };
      });
  });
}

/** Where they stand. Play and Pause are one button; the badge counts on. */
async function places(playground: Playground): Promise<readonly string[]> {
  const controls = await controlsOf(playground);
  return controls.map(({ name, x, y, width, height }) => {
    const plain = name.replace(/^(In flight|Requests)\s+\d+$/, "$1");
    const known = name === "Pause" ? "Play" : /violation/.test(name) ? "violations" : plain;
    return `${known}: ${[x, y, width, height].map(Math.round).join(" ")}`;
  });
}

/** Nothing sticks out to the side, of the page or of a sheet. */
async function expectNoSidewaysScroll({ page, host }: Playground): Promise<void> {
  const wide = await host.evaluate((element) => {
    const boxes = [document.documentElement, ...(element.shadowRoot?.querySelectorAll("*") ?? [])];
    return boxes
      .filter((box) => {
        const scrolls = /auto|scroll/.test(getComputedStyle(box).overflowX);
        return scrolls && box.scrollWidth > box.clientWidth + 1;
      })
      .map((box) => `${box.tagName}.${box.className}`);
  });
  expect(wide).toEqual([]);
  const page_ = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(page_).toBeLessThanOrEqual(0);
}

/** What a thumb would miss: less than 48 px in one direction. */
async function smallTargets(playground: Playground): Promise<readonly string[]> {
  const controls = await controlsOf(playground);
  return controls
    .filter(({ width, height }) => width < 47.5 || height < 47.5)
    .map(({ name, width, height }) => `${name}: ${Math.round(width)} × ${Math.round(height)}`);
}

async function playOn(playground: Playground): Promise<void> {
  const { host, page } = playground;
  const before = (await playground.view()).now;
  await host.evaluate((element) => element.setAttribute("speed", "20"));
  await playground.press("Play");
  await expect.poll(async () => (await playground.view()).now).toBeGreaterThan(before + 3_000_000);
  await page.evaluate(() => new Promise(requestAnimationFrame));
}

for (const [device, viewport] of Object.entries({ desktop, phone })) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`on a ${device}, ${colorScheme}`, () => {
      test.use({
        viewport,
        colorScheme,
        reducedMotion: colorScheme === "dark" ? "reduce" : "no-preference",
        ...(device === "phone" && { hasTouch: true, isMobile: true }),
      } as Parameters<typeof test.use>[0]);

      test("nothing moves away while it plays, and nothing sticks out", async ({
        playground,
        page,
      }, info) => {
        await expectNoSidewaysScroll(playground);
        const before = await places(playground);
        for (const name of ["Play", "Write", "Node 0"]) {
          expect(before.some((place) => place.startsWith(`${name}: `))).toBe(true);
        }
        await playOn(playground);
        const there = before.filter((place) => !place.startsWith("What the signs mean: "));
        expect(await places(playground)).toEqual(expect.arrayContaining(there));
        await playground.press("Pause");
        const played = await places(playground);
        expect(played).toEqual(expect.arrayContaining(there));
        await playOn(playground);
        await playground.press("Pause");
        expect(await places(playground)).toEqual(played);

        await playground.seek(4_000);
        await playground.press("Write");
        await playground.tick(10);
        await expectNoSidewaysScroll(playground);
        const name = `${device}-${colorScheme}`;
        const shot = await page.screenshot({ path: info.outputPath(`${name}.png`) });
        await info.attach(name, { body: shot, contentType: "image/png" });
        const paper = colorScheme === "light" ? "rgb(251, 250, 247)" : "rgb(18, 21, 26)";
        await expect(page.locator("body")).toHaveCSS("background-color", paper);
      });
    });
  }
}

const screen = { width: 1024, height: 768 };
for (const [device, viewport] of Object.entries({ desktop, screen, phone })) {
  test.describe(`nine nodes on a ${device}`, () => {
    test.use({ viewport });

    test("have logs that can be told apart and read", async ({ playground, page }) => {
      await page.route("**/nine.json", (route) =>
        route.fulfill({ json: { format: 1, seed: 5, options: { nodes: 9 }, until_ms: 9_000 } }),
      );
      await playground.host.evaluate((host) => host.setAttribute("src", "./nine.json"));
      await expect(playground.node(8)).toBeVisible();
      await playground.seek(8_000);
      await playground.press("Write");
      await playground.tick(200);
      await expect(playground.status).toHaveText(/9 of 9 up; 1 command committed$/);
      const table = page.getByRole("table", { name: "Logs" });
      const cut = await table.evaluate((logs) =>
        [...logs.querySelectorAll<HTMLElement>(".log-column b, .log-value > *")]
          .filter((words) => words.offsetParent !== null)
          .filter((words) => {
            const frame = words.closest(".log-cell, .log-column") ?? words;
            const [its, room] = [words, frame].map((one) => one.getBoundingClientRect());
            const isOut = !its || !room || its.right > room.right || its.top < room.top;
            return isOut || words.scrollWidth > words.clientWidth + 1;
          })
          .map((words) => words.textContent),
      );
      expect(cut).toEqual([]);
    });
  });
}

for (const [device, viewport] of Object.entries({ desktop, screen, phone })) {
  test.describe(`on a ${device}`, () => {
    test.use({ viewport });

    test("entries that differ at their end only are told apart in the logs", async ({
      playground,
      page,
    }) => {
      await playground.seek(4_000);
      const values = ["800", "1000", "950"];
      for (const value of values) {
        await playground.act({ write: `SET balance=${value}`, to: "leader" });
        await playground.tick(40);
      }
      const table = page.getByRole("table", { name: "Logs" });
      await expect(table.locator(".log-value", { hasText: "950" })).toHaveCount(5);
      const seen = await table.evaluate((logs) =>
        [...logs.querySelectorAll<HTMLElement>(".log-value > :last-child")]
          .filter((value) => {
            const [its, cell] = [value, value.closest(".log-cell") ?? value].map((one) =>
              one.getBoundingClientRect(),
            );
            const isWhole = value.scrollWidth <= value.clientWidth;
            return isWhole && its && cell && its.top >= cell.top && its.bottom <= cell.bottom;
          })
          .map((value) => value.textContent),
      );
      expect(seen).toEqual(values.flatMap((value) => Array(5).fill(value)));
    });
  });
}

for (const viewport of [desktop, screen, phone, { width: 844, height: 390 }]) {
  test.describe(`at ${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test("no line of the narration is cut through", async ({ playground, page }) => {
      for (const address of [
        "./?example=figure_8_lost_write",
        "./?example=figure_8_lost_write&present",
      ]) {
        await playground.open(address);
        for (const moment of [6_000, 11_500]) {
          await playground.seek(moment);
          const words = page.locator(".narration-words");
          const cut = () =>
            words.evaluate((card) => {
              const foot = card.getBoundingClientRect().top + card.clientHeight;
              const all = document.createNodeIterator(card, NodeFilter.SHOW_TEXT);
              const line = document.createRange();
              const lines: string[] = [];
              for (let text = all.nextNode(); text !== null; text = all.nextNode()) {
                line.selectNodeContents(text);
                const cut = [...line.getClientRects()].some(
                  ({ top, bottom, width }) => width > 0 && top < foot - 2 && bottom > foot + 3,
                );
                if (cut) lines.push(text.textContent ?? "");
              }
              return lines;
            });
          await expect.poll(cut).toEqual([]);
        }
      }
    });
  });
}

for (const viewport of [desktop, screen, { width: 830, height: 640 }]) {
  test.describe(`at ${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test("the longest state in words is not cut off", async ({ playground }) => {
      await playground.seek(4_000);
      await playground.press("Write");
      await playground.tick(100);
      await playground.act({
        partition: [
          [2, 3],
          [0, 1, 4],
        ],
      });
      await playground.tick(400);
      await expect(playground.status).toHaveText(
        /still believes it leads term 1; 5 of 5 up; 1 command/,
      );
      const hidden = await playground.status.evaluate(
        (line) => line.scrollHeight - line.clientHeight,
      );
      expect(hidden).toBeLessThanOrEqual(1);
    });
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: phone, hasTouch: true, isMobile: true });

  test("everything that can be pressed is large enough for a thumb", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    expect(await smallTargets(playground), "logs").toEqual([]);
    for (const tab of ["Time", "Explain"]) {
      await page.getByRole("tab", { name: tab }).tap();
      expect(await smallTargets(playground), tab).toEqual([]);
    }
  });

  test("the whole of it works by touch", async ({ playground, page }) => {
    await playground.host.evaluate((element) => element.setAttribute("speed", "20"));
    await playground.button("Play").tap();
    await expect(playground.status).toHaveText(/^Node \d leads/);
    await playground.button("Write").tap();
    await expect(playground.status).toHaveText(/1 command committed$/);
    await playground.button("Crash leader").tap();
    await expect(playground.status).toHaveText(/4 of 5 up/);
    // What is pressed in the sheet happens on the ring, so the sheet gives way to it.
    for (const [name, groups] of [
      ["Restart all", undefined],
      ["Partition", 2],
      ["Heal", undefined],
    ] as const) {
      await playground.button("More").tap();
      await expectNoSidewaysScroll(playground);
      await playground.button(name).tap();
      await expect(playground.dialog).toBeHidden();
      await expect.poll(async () => (await playground.view()).groups?.length).toBe(groups);
    }
    await expect(playground.status).toHaveText(/5 of 5 up/);
    await playground.button("Pause").tap();
    await page.getByRole("tab", { name: "Explain" }).tap();
    await expect(page.getByRole("list", { name: /^Decisions/ })).toBeVisible();
  });

  test("a refusal is seen in front of the sheet it comes from, and a write closes it", async ({
    playground,
  }) => {
    await playground.seek(4_000);
    await playground.button("More").tap();
    const sheet = playground.dialog;
    await sheet.getByRole("textbox", { name: "Command" }).fill("   ");
    await sheet.getByRole("button", { name: "Write" }).tap();
    await expect(sheet.getByRole("alert")).toHaveText(/^Nothing to write/);
    await expect(playground.notice).toHaveCount(1);
    await sheet.getByRole("textbox", { name: "Command" }).fill("SET x=1");
    await sheet.getByRole("button", { name: "Write" }).tap();
    await expect(sheet).toBeHidden();
    await expect(playground.notice).toHaveText("Sent. Press Play to see it travel.");
  });

  test("a long press opens the menu of a node, which stays when the finger leaves", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    const box = await playground.node(2).boundingBox();
    if (!box) throw new Error("Node 2 has no place.");
    const finger = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchEnd", ...places: { x: number; y: number }[]) =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints: places });
    await touch("touchStart", { x: box.x + box.width / 2, y: box.y + box.height / 2 });
    await expect(playground.menuItem("Crash")).toBeVisible();
    await touch("touchEnd");
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await expect(playground.menuItem("Crash")).toBeVisible();
    await playground.menuItem("Crash").tap();
    await expect(playground.status).toHaveText(/4 of 5 up/);
  });

  test("the state of a node that is selected begins in sight", async ({ playground, page }) => {
    await playground.seek(4_000);
    await playground.node(2).tap();
    await expect(page.getByRole("tab", { name: "Explain", selected: true })).toBeVisible();
    const state = page.getByRole("group", { name: "State of Node 2" });
    await expect(state.getByText("current_term")).toBeInViewport();
  });

  test("the choice of groups is large enough for a thumb too", async ({ playground }) => {
    await playground.button("More").tap();
    await playground.button("Faults…").tap();
    await playground.button("Groups…").tap();
    await expect(playground.dialog).toContainText("Choose at least two groups.");
    expect(await smallTargets(playground)).toEqual([]);
  });

  test("Step and Back are where time is read", async ({ playground, page }) => {
    await playground.seek(1_000);
    await page.getByRole("tab", { name: "Time" }).tap();
    await playground.button("Step").tap();
    await expect(playground.status).toHaveText(/^Node 2 asks for votes/);
    await playground.button("Back").tap();
    await expect(playground.status).toHaveText(/^No leader/);
  });

  test("all the sheets fit", async ({ playground, page }) => {
    await playground.seek(4_000);
    for (const open of [
      () => playground.button("More").tap(),
      () => page.getByRole("button", { name: /violation/ }).tap(),
      () => playground.button("Share").tap(),
    ]) {
      await open();
      await expect(playground.dialog).toBeVisible();
      await expectNoSidewaysScroll(playground);
      const box = await playground.dialog.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(phone.width);
      await playground.button("Close").tap();
      await expect(playground.dialog).toBeHidden();
    }
  });
});

/** The page scrolls in neither direction, and none of these is out of sight. */
async function expectAllInSight(playground: Playground, names: readonly string[]): Promise<void> {
  const { page } = playground;
  await expectNoSidewaysScroll(playground);
  const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  expect(over).toBeLessThanOrEqual(0);
  for (const name of names) await expect(playground.button(name)).toBeInViewport({ ratio: 1 });
}

for (const viewport of [
  { width: 844, height: 390 },
  { width: 667, height: 375 },
]) {
  test.describe(`on a phone that lies on its side, ${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport, hasTouch: true, isMobile: true });

    test("elect, write, crash, rewind and share without a scroll of the page", async ({
      playground,
      page,
    }) => {
      await expectAllInSight(playground, ["Play", "Write", "Crash leader", "More", "Share"]);
      await playground.host.evaluate((element) => element.setAttribute("speed", "20"));
      await playground.button("Play").tap();
      await expect(playground.status).toHaveText(/^Node \d leads/);
      await playground.button("Write").tap();
      await expect(playground.status).toHaveText(/1 command committed$/);
      await playground.button("Crash leader").tap();
      await expect(playground.status).toHaveText(/4 of 5 up/);
      await playground.button("Pause").tap();
      for (const tab of ["Logs", "Decisions", "Selected", /^In flight/, /^Requests/]) {
        await page.getByRole("tab", { name: tab }).tap();
        await expectAllInSight(playground, ["Play", "Step", "Write", "Crash leader", "Share"]);
      }
      await playground.slider("Time").focus();
      await page.keyboard.press("PageDown");
      await playground.button("Share").tap();
      await expect(playground.dialog).toHaveAccessibleName("Share this run");
    });

    test("what can happen next is a list that can be read and pressed", async ({
      playground,
      page,
    }) => {
      await playground.seek(3_000);
      await page.keyboard.press("q");
      const panel = page.getByRole("region", { name: "What can happen next" });
      const choice = panel.getByRole("button", { name: /crashes\.$/ }).first();
      await expect(choice).toBeInViewport({ ratio: 1 });
      expect((await panel.boundingBox())?.height).toBeGreaterThan(200);
      await choice.tap();
      await expect(playground.status).toHaveText(/4 of 5 up/);
    });

    test("the nodes stand apart", async ({ playground }) => {
      const boxes = await Promise.all(
        [0, 1, 2, 3, 4].map((id) => playground.node(id).boundingBox()),
      );
      const overlapping = boxes.flatMap((one, id) =>
        boxes.slice(id + 1).filter((other) => {
          if (!one || !other) return true;
          return Math.hypot(one.x - other.x, one.y - other.y) < (one.width + other.width) / 2;
        }),
      );
      expect(overlapping).toEqual([]);
    });
  });
}

test.describe("at twice the size of everything", () => {
  test.use({ viewport: { width: 640, height: 400 } });

  test("nothing is out of reach", async ({ playground }) => {
    await playground.seek(4_000);
    await expectAllInSight(playground, ["Play", "Step", "Write", "Crash leader", "More", "Share"]);
  });
});

for (const viewport of [
  { width: 1024, height: 768 },
  { width: 1100, height: 600 },
  { width: 830, height: 640 },
]) {
  test.describe(`less wide, ${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test("names shorten, the time does not wrap, a leader keeps its crown", async ({
      playground,
      page,
    }) => {
      await playground.seek(4_000);
      await playground.press("Write");
      await playground.tick(100);
      await playground.seek(3_500);
      await expectAllInSight(playground, ["Play", "Step", "New run", "Share", "Faults…", "Write"]);
      const { rows, crown } = await playground.host.evaluate((host) => {
        const found = (selector: string) => host.shadowRoot?.querySelector<HTMLElement>(selector);
        const time = found(".time-now b");
        const head = found(".log-column:has(svg)");
        const icon = head?.querySelector("svg");
        return {
          rows: (time?.offsetHeight ?? 0) / 18,
          crown:
            (icon?.getBoundingClientRect().right ?? 0) <=
            (head?.getBoundingClientRect().right ?? 0),
        };
      });
      expect(rows).toBe(1);
      expect(crown).toBe(true);
      const branch = page.getByRole("button", { name: /Main run/ });
      await expect(branch).toBeVisible();
      const width = (await branch.boundingBox())?.width ?? 0;
      if (viewport.width < 1100) expect(width).toBeLessThan(64);
      else expect(width).toBeGreaterThan(100);
    });
  });
}

test.describe("from the first moment on", () => {
  test.use({ viewport: desktop, visit: "first" });

  test("what has nothing to show is not there, and comes where it has something", async ({
    playground,
    page,
  }) => {
    await expect(page.getByRole("tablist")).toBeHidden();
    await expect(page.getByRole("table", { name: "Logs" })).toBeHidden();
    await expect(playground.button("Write")).toBeHidden();
    await expect(playground.button("Play")).toBeVisible();
    await expect(page.locator(".welcome")).toBeVisible();
    await playground.seek(1_800);
    await expect(page.getByRole("tab", { name: "Decisions" })).toBeVisible();
    await expect(page.getByRole("table", { name: "Logs" })).toBeHidden();
    await playground.seek(4_000);
    await playground.act({ write: "SET x=1", to: "leader" });
    await playground.tick(20);
    await expect(page.getByRole("table", { name: "Logs" })).toBeVisible();
  });

  test("the logs are as tall as they are long, and the tabs have the rest", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    const heights = async () => {
      const logs = await page.getByRole("table", { name: "Logs" }).boundingBox();
      const tabs = await page.getByRole("tabpanel").boundingBox();
      return { logs: logs?.height ?? 0, tabs: tabs?.height ?? 0 };
    };
    await playground.act({ write: "SET x=1", to: "leader" });
    await playground.tick(20);
    const few = await heights();
    expect(few.logs).toBeLessThan(160);
    expect(few.tabs).toBeGreaterThan(380);
    for (let count = 0; count < 30; count += 1)
      await playground.act({ write: `SET x=${count}`, to: "leader" });
    await playground.tick(60);
    const many = await heights();
    expect(many.logs).toBeGreaterThan(few.logs);
    expect(many.logs).toBeLessThanOrEqual(0.45 * (many.logs + many.tabs + 45) + 1);
    // The head is as high as a row: none is cut.
    expect(many.logs % 26).toBe(0);
  });

  test("what the page answers covers no decision", async ({ playground, page }) => {
    await playground.seek(4_000);
    await playground.press("Heal");
    await expect(playground.notice).toBeVisible();
    const notice = await playground.notice.boundingBox();
    const decisions = await page.getByRole("list", { name: /^Decisions/ }).boundingBox();
    if (!notice || !decisions) throw new Error("One of the two has no place.");
    expect(notice.x + notice.width).toBeLessThanOrEqual(decisions.x);
  });

  test("above the diagram the newest requests are whole or not there, and a long caption is whole", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    for (const command of ["SET a=1", "SET b=2", "SET c=3", "SET d=4", "SET e=5"]) {
      await playground.act({ write: command, to: "leader" });
      await playground.tick(40);
    }
    await page.keyboard.press(";");
    await expect(page.getByRole("group", { name: /^Time: arrow keys/ })).toBeVisible();
    const list = page.getByRole("list", { name: "Newest requests" });
    const room = (await list.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const shown = [];
    for (const request of await playground.requests.all()) {
      const box = await request.boundingBox();
      // The others stand in a column that is out of sight.
      if (box === null || box.x >= room.x + room.width) continue;
      shown.push(await request.textContent());
      expect(box.y + box.height).toBeLessThanOrEqual(room.y + room.height + 4);
    }
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.length).toBeLessThan(5);
    expect(shown[0]).toContain("SET e=5");

    // However few have room, it is said how many there are.
    await expect(page.getByRole("heading", { name: "Client 5 requests" })).toBeInViewport({
      ratio: 1,
    });

    // With less room still, they do not lie over what is said of Write.
    await page.setViewportSize({ width: 1024, height: 768 });
    const above = (await page.locator(".write-to").boundingBox()) ?? { y: 0, height: 0 };
    await expect
      .poll(async () => (await list.boundingBox())?.y ?? 0)
      .toBeGreaterThanOrEqual(above.y + above.height);
    await page.setViewportSize(desktop);

    await playground.open("./?example=figure_7");
    await playground.seek(2_500);
    await page.keyboard.press(";");
    await expect(page.getByRole("group", { name: /^Time: arrow keys/ })).toBeVisible();
    const card = page.locator(".narration-words");
    await expect(card).toContainText("These are the copies that Node 0 knows of.");
    const cut = await card.evaluate((words) => words.scrollHeight - words.clientHeight);
    expect(cut).toBeLessThanOrEqual(1);
  });

  test("a node's whole state, or a message's detail, has the height of the page", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    await playground.node(2).click();
    const state = page.getByRole("group", { name: "State of Node 2" });
    await expect(state.getByText("commit_index")).toBeInViewport();
    await expect(state.getByText("last_applied")).toBeInViewport();
    await expect(page.getByRole("tab", { name: "Selected", selected: true })).toBeVisible();
  });
});

test.describe("under a pointer", () => {
  test.use({ viewport: desktop });

  test("the rows of In flight stand still, so that Drop drops what it names", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    for (const command of ["SET x=1", "SET y=2", "SET z=3"]) {
      await playground.act({ write: command, to: "leader" });
      await playground.tick(1);
    }
    await playground.tab(/^In flight/);
    const rows = page.getByRole("list", { name: "Messages in flight" }).getByRole("listitem");
    await rows.first().hover();
    const names = () =>
      rows.evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.packet));
    const before = await names();
    expect(before.length).toBeGreaterThan(1);
    await playground.tick(5);
    await playground.tick(5);
    expect(await names()).toEqual(before);
    await page.mouse.move(100, 100);
    await expect.poll(names).not.toEqual(before);
  });

  test("Write stays where it is, whatever the counts become", async ({ playground }) => {
    await playground.seek(4_000);
    const before = await playground.button("Write").boundingBox();
    await playground.act({ workload: { per_second: 50 } });
    await playground.tick(700);
    expect((await playground.view()).requestCounts.acknowledged).toBeGreaterThan(99);
    expect(await playground.button("Write").boundingBox()).toEqual(before);
  });

  test("no decision slips away while it is aimed at", async ({ playground, page }) => {
    await playground.seek(4_000);
    const lines = page.getByRole("list", { name: /^Decisions/ }).getByRole("listitem");
    await lines.first().hover();
    const before = await lines.first().textContent();
    await playground.act({ write: "SET x=1", to: "leader" });
    await playground.tick(50);
    await expect(lines.first()).toHaveText(before ?? "");
    await page.mouse.move(100, 100);
    await expect(lines.first()).not.toHaveText(before ?? "");
  });
});

for (const [nodes, least] of [
  [2, 60],
  [5, 48],
  [7, 36],
] as const) {
  test.describe(`${nodes} nodes with room around them`, () => {
    test.use({ viewport: desktop });

    test("are large, whether a rule is off or not", async ({ playground, page }) => {
      const radii: number[] = [];
      for (const bugs of [[], ["vote_again"]]) {
        await page.route("**/run.json*", (route) =>
          route.fulfill({
            json: { format: 1, seed: 5, options: { nodes, bugs }, until_ms: 5_000 },
          }),
        );
        await playground.host.evaluate((host) =>
          host.setAttribute("src", `./run.json?${Math.random()}`),
        );
        await expect.poll(async () => (await playground.view()).options.bugs).toEqual(bugs);
        await expect.poll(async () => (await playground.view()).nodes.length).toBe(nodes);
        await page.evaluate(() => new Promise(requestAnimationFrame));
        radii.push(((await playground.node(0).boundingBox())?.width ?? 0) / 2);
      }
      expect(radii[0]).toBeGreaterThanOrEqual(least);
      expect(radii[1]).toBe(radii[0]);
    });
  });
}

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
  [1024, 768],
  [768, 1024],
  [360, 740],
  [844, 390],
] as const) {
  test.describe(`on ${width} x ${height}`, () => {
    test.use({ viewport: { width, height } });

    test("a new branch is told where it hides nothing, in a comparison, too", async ({
      playground,
      page,
    }) => {
      await playground.seek(5_000);
      await playground.seek(3_000);
      await playground.act({ crash: "leader" });
      expect(await hiddenByNotice(playground)).toEqual([]);
      await page.keyboard.press("b");
      await playground.press("Compare Main run");
      await expect(page.getByRole("group", { name: "Compared" })).toBeVisible();
      await playground.seek(2_500);
      await playground.act({ crash: 0 });
      await expect(playground.notice).toHaveText(/^This began a branch\./);
      expect(await hiddenByNotice(playground)).toEqual([]);
    });
  });
}

/**
 * What the notice lies over: words, controls and drawings. Only a phone's header, which has no room
 * beside its buttons, is hidden for that moment.
 */
async function hiddenByNotice({ host, notice }: Playground): Promise<readonly string[]> {
  await expect(notice).toHaveText(/^This began a branch\./);
  return host.evaluate((element) => {
    const root = element.shadowRoot;
    const shown = root?.querySelector("[role=alert]");
    if (!root || !shown) throw new Error("No notice is there.");
    const box = shown.getBoundingClientRect();
    const meets = ({ left, right, top, bottom, width }: DOMRect) =>
      width > 2 && left < box.right && right > box.left && top < box.bottom && bottom > box.top;
    const hasWords = (part: Element) =>
      [...part.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "",
      );
    return [...root.querySelectorAll(".page *")]
      .filter((part) => part !== shown && part.closest(".hidden") === null)
      .filter((part) => part.matches("button, input, canvas, svg") || hasWords(part))
      .filter((part) => part.checkVisibility({ visibilityProperty: true }))
      .filter((part) => innerWidth > 599 || part.closest(".bar") === null)
      .filter((part) => meets(part.getBoundingClientRect()))
      .map((part) => `${part.tagName}.${part.className} ${part.textContent?.trim().slice(0, 40)}`);
  });
}

test("for a hall, nodes are larger than on the page, the ring stays where it is, and no notice covers it", async ({
  page,
  playground,
}) => {
  await page.setViewportSize({ width: 1_920, height: 1_080 });
  await playground.open("./?example=partition");
  const node = async () => (await playground.node(0).boundingBox()) ?? { x: 0, y: 0, width: 0 };
  await playground.seek(6_000);
  const usual = await node();
  await page.keyboard.press("z");
  await expect(page.getByRole("table", { name: "Logs" })).toBeVisible();
  await expect.poll(async () => (await node()).width).toBeGreaterThan(1.3 * usual.width);
  // Before there is an entry, the ring stands where it stands beside the logs.
  await playground.seek(0);
  const alone = await page.locator("raft-ring").boundingBox();
  // It has all of the room below the words from its first frame, and grows into none.
  expect((alone?.y ?? 0) + (alone?.height ?? 0)).toBe(1_080 - 16);
  const first = await node();
  await playground.seek(6_000);
  await expect(page.getByRole("table", { name: "Logs" })).toBeVisible();
  expect(await page.locator("raft-ring").boundingBox()).toEqual(alone);
  await expect.poll(node).toEqual(first);
  const end = (await playground.view()).head;
  await playground.seek(end / 1_000);
  await page.keyboard.press("ArrowRight");
  await expect(playground.notice).toHaveText("This was the last caption.");
  const notice = await playground.notice.boundingBox();
  const ring = await page.locator("raft-ring").boundingBox();
  expect(notice?.x).toBeGreaterThan((ring?.x ?? 0) + (ring?.width ?? 0) - 1);
});

test.describe("for a hall", () => {
  test.use({ viewport: desktop });

  test("only the figure is there, in large type, and arrows lead from caption to caption", async ({
    page,
    playground,
  }) => {
    await playground.open("./?present");
    await playground.host.evaluate((host) =>
      host.setAttribute("src", "scenarios/figure_8_overwritten.json"),
    );
    const headline = page.getByRole("heading", { level: 1 });
    await expect(headline).toHaveText(/^Figure 8/);
    await expect(page.getByRole("button", { name: "Play" })).toBeHidden();
    await expect(page.getByRole("tablist")).toBeHidden();
    const small = await playground.host.evaluate((host) =>
      [...(host.shadowRoot?.querySelectorAll<HTMLElement>(".page *") ?? [])]
        .filter((one) => one.checkVisibility() && one.closest(".hidden") === null)
        .filter((one) =>
          [...one.childNodes].some((it) => it.nodeType === 3 && it.textContent?.trim()),
        )
        .filter((one) => Number.parseFloat(getComputedStyle(one).fontSize) < 16)
        .map((one) => `${one.className}: ${one.textContent}`),
    );
    expect(small).toEqual([]);
    await page.keyboard.press("ArrowRight");
    await expect(page.getByText(/^\(a\) Node 0 led term 2/)).toBeVisible();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByText("Node 0 crashes.").first()).toBeVisible();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByText(/^\(b\) Node 4 is elected/)).toBeVisible();
    for (let stops = 0; stops < 3; stops += 1) await page.keyboard.press("ArrowLeft");
    await expect(headline).toHaveText(/^Figure 8/);
    await page.keyboard.press("z");
    await expect(playground.button("Play")).toBeVisible();
    await page.keyboard.press("z");
    await expect(playground.button("Play")).toBeHidden();
    await page.keyboard.press("Escape");
    await expect(playground.button("Play")).toBeVisible();
  });
});

test.describe("before any script has run", () => {
  for (const [device, viewport] of Object.entries({
    desktop,
    phone,
    low: { width: 844, height: 390 },
  })) {
    test(`headline, ring and Play are there on a ${device}, and stay where they are`, async ({
      page,
    }) => {
      await page.setViewportSize(viewport);
      const release = await holdBack(page);
      await page.goto("./");
      const headline = page.getByRole("heading", { level: 1 });
      await expect(headline).toHaveText("Five servers must agree on one leader.");
      const before = await headline.boundingBox();
      const ring = page.locator(".first-ring:visible");
      await expect(ring).toHaveCount(1);
      const first = await ring.locator("circle").first().boundingBox();
      await expect(page.locator(".first-time span")).toBeVisible();
      const about = page.getByText("Raft keeps one log the same on several servers");
      const firstAbout = await about.boundingBox();
      release();
      await expect(page.getByRole("button", { name: "Node 0", exact: true })).toBeVisible();
      const after = await page.getByRole("heading", { level: 1 }).boundingBox();
      expect(after?.x).toBeCloseTo(before?.x ?? -1, 0);
      expect(after?.y).toBeCloseTo(before?.y ?? -1, 0);
      const node = await page.getByRole("button", { name: "Node 0", exact: true }).boundingBox();
      const middle = (box: typeof node) => (box ? box.x + box.width / 2 : Number.NaN);
      expect(Math.abs(middle(node) - middle(first))).toBeLessThan(12);
      expect(Math.abs((node?.y ?? 0) - (first?.y ?? 0))).toBeLessThan(16);
      await expect(about).toHaveCount(1);
      const shownAbout = await about.boundingBox();
      for (const side of ["x", "y", "height"] as const)
        expect(shownAbout?.[side], side).toBeCloseTo(firstAbout?.[side] ?? -1, 0);
    });

    test(`nothing that is painted later is larger on a ${device}`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await page.addInitScript(() => {
        const largest: string[] = [];
        Reflect.set(window, "largest", largest);
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { element } = entry as PerformanceEntry & { element: Element | null };
            largest.push(element?.textContent?.trim() ?? "an element that is gone");
          }
        }).observe({ type: "largest-contentful-paint", buffered: true });
      });
      const release = await holdBack(page);
      const largest = () => page.evaluate(() => Reflect.get(window, "largest") as string[]);
      await page.goto("./");
      await expect.poll(async () => (await largest()).at(-1)).toMatch(/^Raft keeps one log/);
      const before = await largest();
      release();
      // Removed once the page has been drawn in its place.
      await expect(page.locator(".first-paint")).toHaveCount(0);
      // What is larger is heard of after all that was painted before it.
      await page.evaluate(() => {
        const larger = document.createElement("p");
        larger.textContent = "Larger";
        larger.style.fontSize = "300px";
        document.body.prepend(larger);
      });
      await expect.poll(async () => (await largest()).at(-1)).toBe("Larger");
      expect((await largest()).slice(0, -1)).toEqual(before);
    });
  }

  test("what is left of it where no more can be fetched is not scrolled to", async ({
    page,
    playground,
    watch,
  }) => {
    watch.excuse(/once-drawn|Failed to load resource/);
    await page.route("**/once-drawn-*.js", (route) => route.abort());
    await playground.open();
    await expect(playground.notice).toBeVisible();
    await expect(page.locator(".first-paint")).toBeHidden();
    const scrolled = await playground.host.evaluate((host) => {
      host.scrollTop = 100;
      return host.scrollTop;
    });
    expect(scrolled).toBe(0);
  });

  test("what is painted stays as it is when the script comes", async ({ page }) => {
    const releaseScript = await holdBack(page, "**/index-*.js");
    const releaseEngine = await holdBack(page);
    await page.goto("./", { waitUntil: "commit" });
    const slots = page.locator("raft-playground slot");
    await expect(slots).toHaveCount(1);
    const served = await slots.elementHandle();
    releaseScript();
    await page.evaluate(() => customElements.whenDefined("raft-playground"));
    await expect(slots).toHaveCount(1);
    expect(await slots.evaluate((slot, first) => slot === first, served)).toBe(true);
    releaseEngine();
  });
});

test.describe("the picture of the README", () => {
  test.use({ viewport: desktop, colorScheme: "light", deviceScaleFactor: 1 });

  test("shows a cut network: one side goes on, the other waits", async ({
    playground,
    page,
  }, info) => {
    await playground.seek(4_000);
    for (const command of ["SET x=1", "SET y=2"]) {
      await playground.act({ write: command, to: "leader" });
      await playground.tick(60);
    }
    await playground.act({
      partition: [
        [2, 3],
        [0, 1, 4],
      ],
    });
    await playground.act({ write: "SET x=3", to: 2 });
    const status = async () => {
      await playground.tick(10);
      return (await playground.view()).status;
    };
    // Asked without a pause: a slow machine has no time for waits between sixteen answers.
    await expect
      .poll(status, { intervals: [0] })
      .toMatch(/^Node \d leads term 2, Node 2 still believes it leads term 1/);
    const leader = await playground.leader();
    await playground.act({ write: "SET x=4", to: leader });
    await playground.tick(30);
    await playground.act({ write: "SET y=5", to: leader });
    const moment = (await playground.view()).now;
    await playground.seek(moment / 1000 + 85);
    await playground.host.evaluate((host: RaftPlayground) => {
      const active = host.shadowRoot?.activeElement;
      if (active instanceof HTMLElement) active.blur();
    });
    await expect(playground.status).toHaveText(/; 5 of 5 up; 3 commands committed$/);
    await expect(page.getByRole("tab", { name: /^In flight [4-9]/ })).toBeVisible();
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const body = await page.screenshot({ path: info.outputPath("screenshot.png") });
    await info.attach("screenshot", { body, contentType: "image/png" });
    if (process.env.UPDATE_SCREENSHOT === "1") {
      const path = join(ROOT, "docs", "screenshot.png");
      mkdirSync(dirname(path), { recursive: true });
      await page.screenshot({ path });
    }
  });
});
