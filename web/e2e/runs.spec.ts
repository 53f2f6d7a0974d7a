import { readFile } from "node:fs/promises";
import { addressOf, expect, type Playground, test } from "./support.ts";

/** A run with a named branch, shown at 6 s. */
async function aForkedRun(playground: Playground): Promise<void> {
  await playground.elect();
  await playground.seek(9_000);
  await playground.seek(5_000);
  await playground.press("Crash leader");
  await playground.seek(6_000);
}

const branchCount = async (playground: Playground) => (await playground.view()).branches.length;

test.describe("New run", () => {
  test("begins with what is typed, and U brings back the run before with its branches", async ({
    playground,
    page,
  }) => {
    await aForkedRun(playground);
    const before = await playground.moment();
    await page.keyboard.press("n");
    await expect(playground.dialog).toContainText("New run");
    expect(await playground.moment(), "a key alone loses nothing").toEqual(before);

    await page.getByRole("spinbutton", { name: "Nodes" }).fill("7");
    await page.getByRole("spinbutton", { name: "Seed" }).fill("42");
    await page.getByRole("combobox", { name: "Settings of" }).selectOption("etcd's defaults");
    await expect(
      page.getByText(/^Beyond plain Raft: a blank entry at each election, pre-vote, /),
    ).toBeVisible();
    await page
      .getByRole("checkbox", { name: /^Parallel write: a leader sends while its disk writes/ })
      .uncheck();
    await page.getByText("Rules: all are kept").click();
    await page.getByRole("checkbox", { name: /^Broken: “Votes only for up-to-date logs”/ }).check();
    await expect(page.getByText("Rules: 1 is broken on purpose")).toBeVisible();
    await playground.press("Begin");
    await expect(playground.dialog).toBeHidden();
    await expect(playground.node(6)).toBeVisible();
    await expect(playground.status).toHaveText(/^No leader; 7 of 7 up/);
    const { seed, head, options } = await playground.view();
    expect([seed, head, options.nodes]).toEqual([42, 0, 7]);
    await expect(playground.notice).toHaveText(/U brings back the run before\.$/);
    const saving = page.waitForEvent("download");
    await page.keyboard.press("Shift+S");
    const saved = JSON.parse(await readFile(await (await saving).path(), "utf8"));
    expect(saved.options).toMatchObject({
      pre_vote: true,
      check_quorum: true,
      reads: "read_index",
    });
    expect(saved.options).not.toHaveProperty("parallel_write");

    await page.keyboard.press("u");
    await expect(playground.node(6)).toBeHidden();
    expect(await playground.moment()).toEqual(before);
    expect(await branchCount(playground)).toBe(2);
    await page.keyboard.press("u");
    await expect(playground.node(6)).toBeVisible();
  });

  test("takes over all options of the run shown, and warns of what hardly works", async ({
    playground,
    page,
  }) => {
    await playground.open("./?example=figure_8_lost_write");
    await playground.press("New run");
    const least = page.getByRole("spinbutton", { name: "Election timeout, least" });
    await expect(least).toHaveValue("60000");
    await expect(page.getByText("Rules: 1 is broken on purpose")).toBeVisible();
    await least.fill("400");
    await expect(playground.dialog).toContainText("followers seek votes while a leader is there");
    await playground.press("Begin");
    await expect(playground.dialog).toBeHidden();
    expect((await playground.view()).options.bugs).toEqual(["commit_older_term"]);
  });

  test("refuses what cannot be, by the field, and all stays", async ({ playground, page }) => {
    await playground.seek(2_000);
    await playground.unchangedBy(async () => {
      await playground.press("New run");
      const nodes = page.getByRole("spinbutton", { name: "Nodes" });
      await nodes.fill("12");
      await playground.press("Begin");
      await expect(nodes).toHaveAttribute("aria-invalid", "true");
      await expect(nodes).toBeFocused();
      await expect(nodes).toHaveAccessibleDescription(/^Expected .* 9.*, found 12\.$/);
      await expect(playground.dialog).toBeVisible();
      await nodes.fill("5");
      await expect(nodes).toHaveAttribute("aria-invalid", "false");
      await page.keyboard.press("Escape");
    });
  });
});

test.describe("Runs are kept", () => {
  test("a reload finds everything: branches, their names, the moment", async ({
    playground,
    page,
  }) => {
    await aForkedRun(playground);
    await page.getByRole("button", { name: /^What if/ }).click();
    await playground.dialog.getByRole("button", { name: /^Name or remove What if/ }).click();
    await page.getByRole("textbox", { name: /^Name of/ }).fill("Without its leader");
    await playground.press("Save name");
    await page.keyboard.press("Escape");
    const before = await playground.moment();
    await page.reload();
    await playground.ready();
    expect(await playground.moment()).toEqual(before);
    expect((await playground.view()).branches.map(({ title }) => title)).toEqual([
      "Main run",
      "Without its leader",
    ]);
    await expect(playground.button("Play")).toBeVisible();
    await expect(playground.notice).toHaveText(/^The last run is back with its 2 branches/);

    // The branch that was not shown is as far as it was.
    await page.getByRole("button", { name: /^Without its leader/ }).click();
    await playground.press("Open Main run");
    await playground.seek(9_000);
    await expect(playground.status).toHaveText(/5 of 5 up/);
  });

  test("another tab finds the last run, and neither destroys the other's", async ({
    playground,
    page,
    context,
  }) => {
    await playground.seek(4_000);
    await page.keyboard.press("y");
    await expect(playground.dialog.getByRole("listitem")).toHaveCount(1);
    await page.keyboard.press("Escape");
    const second = new (playground.constructor as typeof Playground)(await context.newPage());
    await second.beenHereBefore();
    await second.open();
    expect((await second.view()).now).toBe(4_000_000);
    await playground.act({ crash: 0 });
    await second.act({ crash: 1 });
    await playground.seek(5_000);
    await second.seek(6_000);
    for (const [tab, now] of [
      [playground, 5_000_000],
      [second, 6_000_000],
    ] as const) {
      await tab.page.keyboard.press("y");
      await expect(tab.dialog.getByRole("listitem").first()).toBeVisible();
      await tab.page.keyboard.press("Escape");
      await tab.page.reload();
      await tab.ready();
      expect((await tab.view()).now).toBe(now);
    }
    await second.page.keyboard.press("y");
    await expect(second.dialog.getByRole("listitem")).toHaveCount(2);
  });

  test("the list opens, names, deletes and brings back", async ({ playground, page }) => {
    await playground.seek(3_000);
    const before = await playground.moment();
    await playground.press("New run");
    await playground.press("Begin");
    await expect(playground.dialog).toBeHidden();
    await playground.seek(1_000);
    await playground.press("Runs…");
    const rows = playground.dialog.getByRole("listitem");
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText("open, 5 nodes, 1 branch, played to 1.00 s");

    await rows
      .last()
      .getByRole("button", { name: /^Name or delete/ })
      .click();
    await page.getByRole("textbox", { name: /^Name of/ }).fill("The first one");
    await playground.press("Save name");
    await expect(rows.last()).toContainText("The first one");

    await playground.press("Name or delete The first one");
    await playground.press("Delete The first one");
    await expect(rows).toHaveCount(1);
    await playground.press("Undo");
    await expect(rows).toHaveCount(2);

    await playground.press("Open The first one");
    await expect(playground.dialog).toBeHidden();
    expect(await playground.moment()).toEqual(before);
  });

  test("where storage is refused, one sentence says so, and nothing else changes", async ({
    another,
  }) => {
    const other = await another();
    await other.page.addInitScript(() => {
      Object.defineProperty(window, "indexedDB", {
        get: () => {
          throw new DOMException("refused", "SecurityError");
        },
      });
    });
    await other.open();
    await other.seek(2_000);
    await expect(other.notice).toHaveText(
      "This browser does not let the page keep runs: share a link to keep one.",
    );
    expect((await other.view()).now).toBe(2_000_000);
    await other.page.keyboard.press("y");
    await expect(other.dialog).toContainText("This browser does not let the page keep runs.");
    await other.page.keyboard.press("Escape");
    await other.press("New run");
    await other.press("Begin");
    await other.elect();
  });

  test("a link in the address comes first, and back shows the run that was there", async ({
    playground,
    page,
  }) => {
    await playground.seek(4_000);
    const link = await playground.link();
    await aForkedRun(playground);
    const before = await playground.moment();
    await page.evaluate((hash) => {
      location.hash = hash;
    }, link);
    await expect.poll(async () => (await playground.view()).now).toBe(4_000_000);
    await page.goBack();
    await expect.poll(() => branchCount(playground)).toBe(2);
    expect(await playground.moment()).toEqual(before);

    await page.goto("about:blank");
    await playground.open(addressOf(link));
    expect((await playground.view()).now).toBe(4_000_000);
    await page.evaluate(() => {
      location.hash = "";
    });
    await expect.poll(async () => (await playground.view()).now).not.toBe(4_000_000);
  });
});

test.describe("a first visit", () => {
  test.use({ visit: "first" });

  test("begins as ever; the second finds the run of the first", async ({ playground, page }) => {
    await expect(playground.status).toHaveText("No leader; 5 of 5 up; 0 commands committed");
    expect((await playground.view()).seed).toBe(18630);
    await expect(playground.notice).toBeHidden();
    await expect(page.getByText("Whose timer runs out first? Tap a node.")).toBeVisible();
    await playground.seek(3_000);
    await page.reload();
    await playground.ready();
    expect((await playground.view()).now).toBe(3_000_000);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("a new run of seven nodes, and both runs after a reload", async ({ playground, page }) => {
    await playground.seek(3_000);
    await playground.button("More").tap();
    await playground.button("New run").tap();
    await page.getByRole("spinbutton", { name: "Nodes" }).fill("7");
    const begin = playground.button("Begin");
    const box = await begin.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(48);
    await begin.tap();
    await expect(playground.node(6)).toBeVisible();
    await playground.seek(2_000);
    const before = await playground.moment();
    await page.reload();
    await playground.ready();
    expect(await playground.moment()).toEqual(before);
    await expect(playground.node(6)).toBeVisible();
    await playground.button("More").tap();
    await playground.button("Runs…").tap();
    const rows = playground.dialog.getByRole("listitem");
    await expect(rows).toHaveCount(2);
    await rows.last().getByRole("button", { name: /^Open/ }).tap();
    await expect(playground.node(6)).toBeHidden();
    expect((await playground.view()).now).toBe(3_000_000);
  });
});
