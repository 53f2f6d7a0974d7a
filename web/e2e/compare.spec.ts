import { expectAccessible } from "./axe.ts";
import { expect, type Playground, test } from "./support.ts";

/** Tab until the thing of this name has the focus. */
async function tabTo({ page }: Playground, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole("button", { name, exact: true });
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await wanted.evaluate((button) => button.matches(":focus"))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${name}.`);
}

/** A run in which a leader crashes at 6 s, and a branch in which it does not. */
async function twoBranches(playground: Playground): Promise<void> {
  await playground.seek(5_000);
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.seek(6_000);
  await playground.act({ crash: "leader" });
  await playground.seek(12_000);
  await playground.seek(5_500);
  await playground.act({ write: "SET y=2", to: "leader" });
  await playground.seek(9_000);
}

test("by keyboard alone: rewind, act, see both branches, compare, share, reopen the pair", async ({
  playground,
  page,
  another,
}) => {
  const keys = page.keyboard;
  // A leader is elected, crashes, and another is elected.
  await keys.press("Space");
  for (let presses = 0; presses < 12; presses += 1) await keys.press(".");
  await expect(playground.status).toHaveText(/^Node \d leads term 1;/);
  await keys.press("w");
  await expect(playground.status).toHaveText(/1 command committed$/);
  await keys.press("c");
  await expect(playground.status).toHaveText(/^Node \d leads term [2-9]; 4 of 5 up/);
  await keys.press("Space");
  await expect(playground.button("Play")).toBeVisible();

  // Back to before the crash.
  await keys.press("Shift+X");
  await expect(playground.status).toHaveText(/^No leader; 4 of 5 up/);
  const crash = (await playground.view()).now;
  await keys.press("ArrowLeft");
  await expect(playground.status).toHaveText(/^Node \d leads term 1; 5 of 5 up/);
  expect((await playground.view()).now).toBeLessThan(crash);

  // What if it had been cut off instead? That forks.
  await keys.press("p");
  await expect.poll(async () => (await playground.view()).branches.length).toBe(2);
  await keys.press("Shift+ArrowRight");
  await expect.poll(async () => (await playground.view()).now).toBeGreaterThan(crash);

  // Both branches, and one beside the other.
  await keys.press("b");
  await expect(playground.dialog).toHaveAccessibleName("Branches of this run");
  await expect(playground.dialog.getByRole("listitem")).toHaveCount(2);
  await expect(playground.dialog.getByRole("listitem").nth(1)).toHaveAttribute(
    "aria-current",
    "true",
  );
  await tabTo(playground, "Compare Main run");
  await keys.press("Enter");
  await expect(playground.dialog).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Side by side");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("group", { name: "Compared" })).toContainText("Right Main run");
  await expect(page.getByRole("list", { name: "Nodes of Main run" })).toContainText("crashed");
  await expect(page.getByRole("group", { name: "Differences" })).toContainText("crashed");

  // To where they part, and on from there in lockstep.
  await keys.press("d");
  await expect(playground.button("Go there")).toHaveAttribute("aria-disabled", "true");
  await keys.press("Shift+ArrowRight");
  await expect(playground.button("Go there")).toHaveAttribute("aria-disabled", "false");

  // The link holds the pair and the moment.
  await keys.press("s");
  await expect(playground.dialog).toContainText("the same two side by side");
  const url = await page.getByRole("textbox", { name: "Link to this run" }).inputValue();
  await keys.press("Escape");
  const other = await another();
  await other.open(url);
  expect(await other.moment()).toEqual(await playground.moment());
  await expect(other.page.getByRole("heading", { level: 1 })).toHaveText("Side by side");
  for (const name of ["Compared", "Differences"]) {
    const words = await page.getByRole("group", { name }).innerText();
    expect(await other.page.getByRole("group", { name }).innerText()).toBe(words);
  }

  // And the run has the screen for itself again.
  await keys.press("Shift+B");
  await expect(page.getByRole("table", { name: "Logs" })).toBeVisible();
});

test("keys leap from happening to happening, and say when there is none", async ({
  playground,
  page,
}) => {
  await twoBranches(playground);
  const now = async () => (await playground.view()).now;
  await page.keyboard.press("Shift+E");
  // The first leap takes the full engine, which the page fetches then.
  await expect.poll(now).toBeLessThan(4_000_000);
  await expect(playground.status).toHaveText(/^Node \d leads term 1/);
  const elected = await now();
  await page.keyboard.press("Shift+E");
  await expect(playground.notice).toHaveText("No election lies before this moment.");
  expect(await now()).toBe(elected);
  await page.keyboard.press("m");
  await expect(playground.status).toHaveText(/1 command committed$/);
  await page.keyboard.press("m");
  await expect(playground.status).toHaveText(/2 commands committed$/);
  await page.keyboard.press("x");
  await expect(playground.notice).toHaveText(/^No crash lies ahead/);
  await page.keyboard.press("v");
  await expect(playground.notice).toHaveText(/^No violation lies ahead/);
});

test("the flag by the time line offers the same, by mouse and by keyboard", async ({
  playground,
  page,
}) => {
  await twoBranches(playground);
  const now = async () => (await playground.view()).now;
  await playground.press("Go to");
  await playground.menuItem("Previous commit").click();
  // The first leap takes the full engine, which the page fetches then.
  await expect.poll(now).toBeLessThan(9_000_000);
  await expect(playground.status).toHaveText(/2 commands committed$/);
  await expect(playground.button("Go to")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(playground.menuItem("Next election")).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect.poll(now).toBe(9_000_000);
});

test("any decision of the feed is a moment to go to", async ({ playground, page }) => {
  await twoBranches(playground);
  const feed = page.getByRole("list", { name: /^Decisions/ });
  const elected = feed.getByRole("listitem").filter({ hasText: "majority" }).first();
  await elected.getByTitle("Go to this moment").click();
  await expect(playground.status).toHaveText(/^Node \d leads term 1; .*0 commands committed$/);
  const at = (await playground.view()).now;
  await feed.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await playground.view()).now).toBeLessThanOrEqual(at);
  await expect(feed.getByRole("button").first()).toBeAttached();
});

test("a seek outside the run is clamped, and said", async ({ playground, page }) => {
  await playground.seek(-5);
  await expect(playground.notice).toHaveText(/^This is the beginning/);
  expect((await playground.view()).now).toBe(0);
  await page.keyboard.press("ArrowLeft");
  await expect(playground.notice).toHaveText("This is the beginning: nothing happened before.");
  await playground.seek(Number.NaN);
  await expect(playground.notice).toHaveText(/^That is no moment/);
});

test.describe("branches", () => {
  test("are named, and the name survives a reload", async ({ playground, page }) => {
    await twoBranches(playground);
    await page.keyboard.press("b");
    await tabTo(playground, /^Name or remove What if/);
    await page.keyboard.press("Enter");
    const field = playground.dialog.getByRole("textbox");
    await expect(field).toBeFocused();
    await page.keyboard.type("x".repeat(61));
    await page.keyboard.press("Enter");
    await expect(playground.notice).toHaveText(/at most 60 characters/);
    await expect(field).toHaveValue("x".repeat(61));
    await field.fill("<b>It stays up</b>");
    await page.keyboard.press("Enter");
    await expect(playground.button("Open <b>It stays up</b>")).toBeVisible();
    await expect(playground.button("Name or remove <b>It stays up</b>")).toBeFocused();
    const before = await playground.moment();

    await page.reload();
    await playground.ready();
    expect(await playground.moment()).toEqual(before);
    // Another run offers it, too.
    await playground.newRun();
    await page.keyboard.press("b");
    await playground.press("Open kept <b>It stays up</b>");
    await expect(playground.dialog).toBeHidden();
    expect(await playground.moment()).toEqual(before);
    await page.keyboard.press("b");
    await expect(playground.button("Open <b>It stays up</b>")).toBeVisible();
    await expect(page.locator("dialog b:text-is('It stays up')")).toHaveCount(0);
  });

  test("are removed, and come back", async ({ playground, page }) => {
    await twoBranches(playground);
    const rows = playground.dialog.getByRole("listitem");
    await page.keyboard.press("b");
    await playground.press("Name or remove Main run");
    await playground.press("Remove Main run");
    await expect(rows).toHaveCount(1);
    await expect(playground.dialog).toContainText("Removed “Main run”.");
    await expect(playground.button("Undo")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(rows).toHaveCount(2);
    await expect(playground.button("Open Main run")).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(playground.dialog).toBeHidden();
    await page.keyboard.press("u");
    await expect(playground.notice).toHaveText(
      "No branch was removed, and no run was open before.",
    );
  });

  test("can be walked through by arrow keys, and one be opened", async ({ playground, page }) => {
    await twoBranches(playground);
    await page.keyboard.press("b");
    await tabTo(playground, "Open Main run");
    await page.keyboard.press("ArrowDown");
    await expect(playground.button("Open What if, from 5.50 s")).toBeFocused();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await expect(playground.status).toHaveText(/4 of 5 up/);
    expect((await playground.view()).branch).toBe(0);
  });

  test("keep their names for this visit where storage is refused, and the page says so", async ({
    playground,
    page,
  }) => {
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await twoBranches(playground);
    const before = await playground.moment();
    await page.keyboard.press("b");
    await playground.press("Name or remove Main run");
    await page.keyboard.type("The crash");
    await page.keyboard.press("Enter");
    await expect(playground.notice).toHaveText(/^“The crash” is its name here, but .*storage/);
    await expect(playground.button("Open The crash")).toBeVisible();
    expect(await playground.moment()).toEqual(before);
  });
});

test.describe("a pair", () => {
  test("changes sides, and what was beside is shown", async ({ playground, page }) => {
    await twoBranches(playground);
    await page.keyboard.press("b");
    await playground.press("Compare Main run");
    const sides = page.getByRole("group", { name: "Compared" });
    await expect(sides).toContainText(/Left What if.*Right Main run/s);
    await page.keyboard.press("Shift+D");
    await expect(sides).toContainText(/Left Main run.*Right What if/s);
    expect(await playground.view()).toMatchObject({ branch: 0, now: 9_000_000 });
    await playground.press("Stop comparing");
    await expect(page.getByRole("table", { name: "Logs" })).toBeVisible();
  });

  test("plays in lockstep", async ({ playground, page }) => {
    await twoBranches(playground);
    await page.keyboard.press("b");
    await playground.press("Compare Main run");
    const right = page.getByRole("group", { name: "Compared" }).getByText(/leads term [2-9]/);
    await playground.seek(6_100);
    await expect(right).toBeHidden();
    await playground.playUntil(() => expect(right).toBeVisible());
    await expect(page.getByRole("table").filter({ hasText: "differs in" })).toContainText(
      "crashed",
    );
  });

  test("of a run and its twin parts where what differs matters", async ({ playground, page }) => {
    await playground.seek(3_000);
    await page.keyboard.press("b");
    await playground.press("Compare with a twin…");
    await expect(playground.dialog).toHaveAccessibleName("Compare with a twin");
    await expect(
      playground.dialog.getByRole("button", { name: "Compare", exact: true }),
    ).toBeDisabled();
    await page.getByRole("spinbutton", { name: "Latency, most" }).fill("10");
    await playground.dialog.getByRole("button", { name: "Compare", exact: true }).click();
    await expect(playground.notice).toHaveText(/latency_ms/);
    await page.getByRole("spinbutton", { name: "Latency, most" }).fill("400");
    await playground.dialog.getByRole("button", { name: "Compare", exact: true }).click();
    await expect(playground.dialog).toBeHidden();
    await expect(page.getByText(/^Right Twin: latency 40 to 400 ms/)).toBeVisible();
    await expect(
      page.getByText(/^Other options from the beginning; the first difference shows at 1\.\d\d s/),
    ).toBeVisible();
    // Whatever is done now is done to both.
    await playground.act({ write: "SET both=1", to: "leader" });
    await playground.seek(6_000);
    await expect(page.getByText(/1 command committed/)).toHaveCount(3);
    // What ails a node is said on both sides.
    await playground.act({ disk: "stalls", node: 1 });
    const right = page
      .getByRole("list", { name: /^Nodes of / })
      .getByRole("listitem")
      .nth(1);
    await expect(right).toContainText("its disk stalls");
    await expect(playground.node(1)).toHaveAccessibleDescription(/its disk stalls/);
  });

  test("of a run and its twin changes sides, tells both verdicts, and goes on as the twin", async ({
    playground,
    page,
  }) => {
    await playground.seek(3_000);
    await page.keyboard.press("b");
    await playground.press("Compare with a twin…");
    await page.getByRole("spinbutton", { name: "Latency, most" }).fill("400");
    await playground.dialog.getByRole("button", { name: "Compare", exact: true }).click();
    const sides = page.getByRole("group", { name: "Compared" });
    await expect(sides).toContainText(
      /Left Main run.*0 violations.*Right Twin: latency 40 to 400/s,
    );
    const differences = page.getByRole("group", { name: "Differences" });
    await expect(differences).toContainText(/Verdict\s*Left\s*0 violations in .*Right\s*0 viol/s);
    const before = await playground.moment();
    await playground.press("Swap left and right");
    await expect(playground.notice).toHaveText(/^The twin is the run now\./);
    await expect(sides).toContainText(/Right Twin: latency 40 to 80 ms/s);
    expect((await playground.view()).now).toBe(3_000_000);
    await playground.press("Swap left and right");
    await expect(sides).toContainText(/Right Twin: latency 40 to 400 ms/s);
    expect(await playground.moment()).toEqual(before);

    await playground.press("Go on in the twin");
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Side by side");
    await expect(sides).toBeHidden();
    await playground.tick(300);
    expect((await playground.view()).options.latencyMs).toEqual([40, 400]);
    await page.keyboard.press("u");
    await expect(sides).toContainText(/Right Twin: latency 40 to 400 ms/s);
    expect(await playground.moment()).toEqual(before);
  });

  test("judges what clients saw in either run, on whichever side it stands", async ({
    playground,
    page,
  }) => {
    await playground.open("?example=read_locally");
    await playground.seek(30_000);
    await page.keyboard.press("b");
    await playground.press("Compare with a twin…");
    await page
      .getByRole("checkbox", { name: /Reads are confirmed by a majority/ })
      .setChecked(false);
    await playground.dialog.getByRole("button", { name: "Compare", exact: true }).click();
    const verdicts = page.getByRole("group", { name: "Differences" });
    const broken = "1 violation in .*Linearizability: .*";
    await expect(verdicts).toContainText(new RegExp(`Left\\s*${broken}Right\\s*0 viol`, "s"));
    await playground.press("Swap left and right");
    await expect(playground.notice).toHaveText(/^The twin is the run now\./);
    await expect(verdicts).toContainText(new RegExp(`Left\\s*0 viol.*Right\\s*${broken}`, "s"));
    const sides = page.getByRole("group", { name: "Compared" });
    await expect(sides).toContainText(/0 violations.*Right.*1 violation/s);
    await playground.seek(500);
    await expect(verdicts).toContainText(/Left\s*0 viol.*Right\s*0 viol/s);
  });

  for (const viewport of [
    { width: 1920, height: 1080 },
    { width: 1280, height: 800 },
    { width: 1024, height: 768 },
    { width: 820, height: 1180 },
  ]) {
    test(`has round rings at ${viewport.width} × ${viewport.height}`, async ({
      playground,
      page,
    }) => {
      await page.setViewportSize(viewport);
      await twoBranches(playground);
      await page.keyboard.press("b");
      await playground.press("Compare Main run");
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("Side by side");
      const boxes = () =>
        Promise.all([0, 1, 2, 3, 4].map((id) => playground.node(id).boundingBox()));
      const proportion = async () => {
        const found = await boxes();
        const [xs, ys] = (["x", "y"] as const).map((way) => found.map((box) => box?.[way] ?? 0));
        const length = (of: readonly number[]) => Math.max(...of) - Math.min(...of);
        // Of five nodes on a circle, these lie 1.90 and 1.81 radii apart.
        return length(ys ?? []) / 1.81 / (length(xs ?? []) / 1.9);
      };
      await expect.poll(proportion).toBeLessThanOrEqual(1.13);
      expect(await proportion()).toBeGreaterThanOrEqual(0.65);
    });
  }
});

test.describe("what can happen next", () => {
  test("is listed with its sentences, and a press steers the run", async ({ playground, page }) => {
    await twoBranches(playground);
    await playground.seek(5_520);
    await page.keyboard.press("q");
    const choices = page.getByRole("group", { name: "Choices" });
    await expect(choices).toBeFocused();
    await expect(choices).toContainText("Delivered now: The client asks");
    await expect(choices.getByRole("button").filter({ hasText: /crashes\.$/ })).toHaveCount(5);
    await expect(
      choices.getByRole("button").filter({ hasText: /election timer runs out/ }),
    ).toHaveCount(4);

    const lose = choices.getByRole("button", { name: /^Lost: The client asks/ });
    for (let presses = 0; presses < 80; presses += 1) {
      if (await lose.evaluate((button) => button.matches(":focus"))) break;
      await page.keyboard.press("ArrowDown");
    }
    await expect(lose).toBeFocused();
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await playground.view()).branches.length).toBe(3);
    // Whatever stands there now has the focus: the next press needs no search.
    await expect(choices.locator(":focus")).toHaveCount(1);
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect(playground.status).toHaveText(/4 of 5 up/);
    await page.keyboard.press("Escape");
    await expect(choices).toBeHidden();
  });

  test("waits while the run plays", async ({ playground, page }) => {
    await page.keyboard.press("q");
    await expect(page.getByRole("group", { name: "Choices" })).toBeVisible();
    await page.keyboard.press("Space");
    await expect(page.getByText("The run plays. Pause it")).toBeVisible();
    await playground.press("Pause here");
    await expect(page.getByRole("group", { name: "Choices" })).toBeVisible();
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("one ring is seen at a time, and nothing runs over the edge", async ({
    playground,
    page,
  }) => {
    await twoBranches(playground);
    await page.getByRole("tab", { name: "Time" }).tap();
    await page.getByRole("button", { name: /^What if/ }).tap();
    await playground.button("Compare Main run").tap();
    await expect(playground.node(0)).toBeVisible();
    await page.getByRole("button", { name: /^Right/ }).tap();
    await expect(playground.node(0)).toBeHidden();
    const right = page.locator("raft-compared-ring canvas");
    await expect(right).toBeVisible();
    expect((await right.boundingBox())?.width).toBe(360);
    await expect(page.getByRole("tab", { name: "Differences" })).toBeVisible();
    for (const tab of ["Differences", "Time", "Explain"]) {
      await page.getByRole("tab", { name: tab }).tap();
      const width = await playground.host.evaluate((host) => {
        const elements = [
          ...(host.shadowRoot?.querySelectorAll(".tab-panel *, .compare-bar *") ?? []),
        ];
        return Math.max(...elements.map((element) => element.getBoundingClientRect().right));
      });
      expect(width, tab).toBeLessThanOrEqual(360);
    }
  });

  test("labels of a twin's options that are sentences have a line of their own", async ({
    playground,
    page,
  }) => {
    await page.keyboard.press("b");
    await playground.press("Compare with a twin…");
    const fields = playground.dialog.locator(".twin-field");
    await expect(fields.first()).toBeVisible();
    const cut = await fields.evaluateAll((all) =>
      all
        .map(({ children: [label, figures] }) => ({
          words: label?.textContent,
          room: label?.getBoundingClientRect().width ?? 0,
          over: (figures?.scrollWidth ?? 0) > (figures?.clientWidth ?? 0),
        }))
        .filter(({ words = "", room, over }) => over || room < Math.min(200, words.length * 5)),
    );
    expect(cut).toEqual([]);
  });
});

test.describe("on a phone on its side", () => {
  test.use({ viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true });

  test("the ring on the right has the room of the one on the left", async ({
    playground,
    page,
  }) => {
    await twoBranches(playground);
    await page.keyboard.press("b");
    await playground.press("Compare Main run");
    const right = page.getByRole("button", { name: /^Right/ });
    await expect(right).toBeVisible();
    const left = await page.locator("raft-ring canvas").boundingBox();
    await right.tap();
    await expect(playground.node(0)).toBeHidden();
    expect(await page.locator("raft-compared-ring canvas").boundingBox()).toEqual(left);
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, viewport] of [
    ["a desktop", { width: 1280, height: 800 }],
    ["a phone", { width: 360, height: 740 }],
  ] as const) {
    test.describe(`axe finds nothing serious on ${name}, ${colorScheme}`, () => {
      test.use({ colorScheme, viewport });

      test("in branches, twins, pairs and choices", async ({ playground, page }) => {
        await twoBranches(playground);
        await page.keyboard.press("b");
        await playground.press("Name or remove Main run");
        await expectAccessible(playground, "branches");
        await playground.press("Remove Main run");
        await expectAccessible(playground, "a removed branch");
        await playground.press("Undo");
        await playground.press("Compare with a twin…");
        await expectAccessible(playground, "the twin");
        await page.keyboard.press("Escape");
        await page.keyboard.press("b");
        await playground.press("Compare Main run");
        await expect(page.getByRole("group", { name: "Differences" })).toBeVisible();
        await expectAccessible(playground, "a pair");
        await page.keyboard.press("q");
        await expect(page.getByRole("group", { name: "Choices" })).toBeVisible();
        await expectAccessible(playground, "choices");
        await page.keyboard.press("q");
        await page.keyboard.press("s");
        await expect(playground.dialog).toHaveAccessibleName("Share this run");
        await expectAccessible(playground, "share");
      });
    });
  }
}
