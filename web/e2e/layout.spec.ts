import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RaftPlayground } from "../element/raft-playground.ts";
import { expect, type Playground, test } from "./support.ts";

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
    const known = name === "Pause" ? "Play" : /violation/.test(name) ? "violations" : name;
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
        expect(await places(playground)).toEqual(before);
        await playground.press("Pause");
        expect(await places(playground)).toEqual(before);

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

for (const [device, viewport] of Object.entries({ desktop, phone })) {
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
      await expect(playground.status).toHaveText(/9 of 9 up; 1 entry committed$/);
      const table = page.getByRole("table", { name: "Logs" });
      const cut = await table.evaluate((logs) =>
        [...logs.querySelectorAll<HTMLElement>(".log-column b, .log-value")]
          .filter((words) => words.offsetParent !== null)
          .filter((words) => {
            const frame = words.closest(".log-cell, .log-column") ?? words;
            const over = words.getBoundingClientRect().right - frame.getBoundingClientRect().right;
            return over > 0 || words.scrollWidth > words.clientWidth + 1;
          })
          .map((words) => words.textContent),
      );
      expect(cut).toEqual([]);
    });
  });
}

for (const [device, viewport] of Object.entries({ desktop, phone })) {
  test.describe(`on a ${device}`, () => {
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
        /still believes it leads term 1; 5 of 5 up; 1 entry/,
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
    for (const tab of ["Timeline", "Explain"]) {
      await page.getByRole("tab", { name: tab }).tap();
      expect(await smallTargets(playground), tab).toEqual([]);
    }
  });

  test("the whole of it works by touch", async ({ playground, page }) => {
    await playground.host.evaluate((element) => element.setAttribute("speed", "20"));
    await playground.button("Play").tap();
    await expect(playground.status).toHaveText(/^Node \d leads/);
    await playground.button("Write").tap();
    await expect(playground.status).toHaveText(/1 entry committed$/);
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

  test("the choice of groups is large enough for a thumb too", async ({ playground }) => {
    await playground.button("More").tap();
    await playground.button("Faults…").tap();
    await playground.button("Groups…").tap();
    await expect(playground.dialog).toContainText("Choose at least two groups.");
    expect(await smallTargets(playground)).toEqual([]);
  });

  test("Step and Back are where time is read", async ({ playground, page }) => {
    await page.getByRole("tab", { name: "Timeline" }).tap();
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

test.describe("on a phone that lies on its side", () => {
  test.use({ viewport: { width: 740, height: 360 }, hasTouch: true, isMobile: true });

  test("the nodes stand apart, and the page scrolls to its foot", async ({ playground }) => {
    const boxes = await Promise.all([0, 1, 2, 3, 4].map((id) => playground.node(id).boundingBox()));
    const overlapping = boxes.flatMap((one, id) =>
      boxes.slice(id + 1).filter((other) => {
        if (!one || !other) return true;
        return Math.hypot(one.x - other.x, one.y - other.y) < (one.width + other.width) / 2;
      }),
    );
    expect(overlapping).toEqual([]);
    await playground.button("Play").tap();
    await expect(playground.button("Pause")).toBeInViewport();
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
    await expect(playground.status).toHaveText(/; 5 of 5 up; 3 entries committed$/);
    await expect(page.getByText(/^In flight: [4-9]/)).toBeVisible();
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
