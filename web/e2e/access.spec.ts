import { expectAccessible } from "./axe.ts";
import { expect, holdBack, type Playground, test } from "./support.ts";

/** Something of everything: a cut, a crashed node, entries, a selected node, waiting requests. */
async function aBusyMoment(playground: Playground): Promise<void> {
  await playground.seek(4_000);
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.tick(100);
  await playground.act({ crash: 4 });
  await playground.act({
    partition: [
      [2, 3],
      [0, 1, 4],
    ],
  });
  await playground.act({ write: "SET y=2", to: 2 });
  await playground.tick(4);
}

const desktop = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`axe finds nothing serious, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test.describe("on a desktop", () => {
      test.use({ viewport: desktop, visit: "first" });

      test("from the first moment to a busy one", async ({ playground, page }) => {
        await expectAccessible(playground, "first visit");
        await aBusyMoment(playground);
        await expectAccessible(playground, "a busy moment");
        await page.keyboard.press("2");
        await expect(page.getByText("next_index")).toBeVisible();
        await expectAccessible(playground, "a node selected");
        await page.keyboard.press("f");
        await expectAccessible(playground, "all decisions");
        await playground.node(0).click({ button: "right" });
        await expect(playground.menu).toBeVisible();
        await expectAccessible(playground, "a node's menu");
        await page.keyboard.press("Escape");
        await playground.write("x".repeat(201));
        await expect(playground.notice).toHaveText(/at most/);
        await expectAccessible(playground, "a refusal");
      });

      test("in the drawers", async ({ playground, page }) => {
        await aBusyMoment(playground);
        await playground.act({ disk: "stalls", node: 0 });
        await playground.act({ workload: {} });
        await playground.press("Faults…");
        await expect(playground.button("Mend everything")).toBeVisible();
        await playground.tick(300);
        await expectAccessible(playground, "faults");
        await page.keyboard.press("Escape");
        await playground.tab(/^Requests/);
        await playground.press("Over time");
        await expect(playground.button("Follow")).toBeVisible();
        await expectAccessible(playground, "requests over time");
        await page.keyboard.press("Escape");
        await page.keyboard.press(";");
        await page.getByRole("group", { name: /^Time: arrow keys/ }).press("Enter");
        await expect(page.getByText(/led to it/)).toBeVisible();
        await expectAccessible(playground, "the diagram");
        await playground.act({ wipe_disk: 1 });
        await page.keyboard.press("j");
        await expectAccessible(playground, "a broken assumption");
      });

      test("in every sheet", async ({ playground, page }) => {
        await aBusyMoment(playground);
        await playground.seek(3_000);
        await playground.press("Crash leader");
        for (const [open, title] of [
          [() => page.keyboard.press("?"), "Help"],
          [() => page.getByRole("button", { name: /violation/ }).click(), "What is checked"],
          [() => page.getByRole("button", { name: /^What if/ }).click(), "Branches of this run"],
          [() => page.keyboard.press("Shift+P"), "Cut the network into groups"],
          [() => playground.press("Share"), "Share this run"],
          [() => playground.press("New run"), "New run"],
          [() => playground.press("Runs…"), "Runs kept in this browser"],
          [() => playground.press("Examples"), "Examples"],
        ] as const) {
          await open();
          await expect(playground.dialog).toHaveAccessibleName(title);
          await expectAccessible(playground, title);
          await page.keyboard.press("Escape");
          await expect(playground.dialog).toBeHidden();
        }
      });
    });

    test("presented, and where a page embeds only the figure", async ({ playground }) => {
      await playground.open("./?example=figure_8_overwritten&present");
      await expect(playground.button("Play")).toBeHidden();
      await playground.host.evaluate((host) => host.setAttribute("at", "5000"));
      await expectAccessible(playground, "presented");
      await playground.host.evaluate((host) => {
        host.removeAttribute("present");
        host.setAttribute("controls", "none");
      });
      await expect(playground.node(0)).toBeVisible();
      await expectAccessible(playground, "embedded");
    });

    test.describe("on a low screen", () => {
      test.use({ viewport: { width: 844, height: 390 } });

      test("at a busy moment, with its diagram", async ({ playground, page }) => {
        await expectAccessible(playground, "the beginning");
        await aBusyMoment(playground);
        await expectAccessible(playground, "a busy moment");
        await page.keyboard.press(";");
        await expect(page.getByRole("group", { name: /^Time: arrow keys/ })).toBeVisible();
        await expectAccessible(playground, "the diagram");
      });
    });

    test.describe("on a phone", () => {
      test.use({ viewport: phone, hasTouch: true, isMobile: true });

      test("in every tab and sheet", async ({ playground, page }) => {
        await expectAccessible(playground, "the beginning");
        await aBusyMoment(playground);
        for (const tab of ["Logs", "Time", "Explain"]) {
          await page.getByRole("tab", { name: tab }).click();
          await expectAccessible(playground, tab);
        }
        await playground.press("Smaller");
        await expectAccessible(playground, "a tall tab");
        await playground.press("Larger");
        await playground.press("More");
        await expect(playground.dialog).toHaveAccessibleName("More");
        await expectAccessible(playground, "More");
        for (const [button, title] of [
          ["Faults…", "Faults"],
          ["Over time", "Requests over time"],
          ["New run", "New run"],
          ["Runs…", "Runs kept in this browser"],
        ] as const) {
          await playground.press(button);
          await expect(playground.dialog).toHaveAccessibleName(title);
          await expectAccessible(playground, title);
          await page.keyboard.press("Escape");
          await playground.press("More");
        }
      });
    });
  });
}

test("the picture has a twin in words", async ({ playground, page }) => {
  await aBusyMoment(playground);
  await expect(page.locator("canvas")).not.toHaveCount(0);
  await expect(page.locator("canvas:not([aria-hidden='true'])")).toHaveCount(0);
  await expect(playground.node(2)).toHaveAccessibleDescription(
    "leader, term 1; 1 entry, 1 known committed",
  );
  await expect(playground.node(4)).toHaveAccessibleDescription(
    "crashed; its disk holds term 1, 1 entry, 0 known committed",
  );
  await playground.tab(/^In flight/);
  await expect(page.getByText("Client → Node 2")).toBeVisible();
  await expect(page.getByText(/^The network is cut: .*2 and 3/)).toBeVisible();
  await expect(playground.requests.first()).toContainText("still waiting");
});

test("the story is announced, as much of it as one likes", async ({ playground, page }) => {
  await expect(playground.status).toHaveAttribute("role", "status");
  const said = page.getByRole("heading", { level: 1 }).locator("..");
  await playground.tick(300);
  await expect(said).toHaveAttribute("aria-live", "polite");
  await expect(said).toContainText("3 votes are a majority.");
  await page.keyboard.press("?");
  const amount = page.getByRole("combobox", { name: "Announced to screen readers" });
  await amount.selectOption("The tour, captions and violations only");
  await page.keyboard.press("Escape");
  await expect(said).toHaveAttribute("aria-live", "off");
  await playground.act({ wipe_disk: 0 });
  await playground.tick(300);
  await expect(said).toContainText("Assumption broken");
  await expect(said).toHaveAttribute("aria-live", "polite");
  await page.keyboard.press("?");
  await amount.selectOption("Nothing but the state of the cluster");
  await page.keyboard.press("Escape");
  await expect(said).toHaveAttribute("aria-live", "off");
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("a log says in words whether each entry is committed", async ({ playground, page }) => {
  await expect(playground.status).toHaveAttribute(
    "title",
    /^Commands of clients; committed as far as any node knows$/,
  );
  await aBusyMoment(playground);
  const logs = page.getByRole("table", { name: "Logs" });
  await expect(
    logs.getByRole("cell", { name: /x=1\s*, term 1, committed$/ }).first(),
  ).toBeVisible();
  await expect(
    logs.getByRole("cell", { name: /x=1\s*, term 1, not known to Node \d as committed$/ }),
  ).toBeVisible();
});

test("the theme that was chosen is there after a reload", async ({ playground, page }) => {
  await page.keyboard.press("t");
  await page.keyboard.press("t");
  await expect(playground.host).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await playground.ready();
  await expect(playground.host).toHaveAttribute("data-theme", "dark");
});

for (const [system, kept, paper] of [
  ["light", "dark", "rgb(18, 21, 26)"],
  ["dark", "light", "rgb(251, 250, 247)"],
] as const) {
  test(`a ${kept} theme that was kept is there before any script of the page has run, where the system is ${system}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: system });
    await page.addInitScript((theme) => localStorage.setItem("raft-playground.theme", theme), kept);
    const release = await holdBack(page);
    await page.goto("./");
    await expect(page.locator(".first-ring:visible")).toHaveCount(1);
    const host = page.locator("raft-playground");
    await expect(host).toHaveCSS("background-color", paper);
    await expect(page.locator("body")).toHaveCSS("background-color", paper);
    await expect(page.locator(".first-ring:visible circle").first()).toHaveCSS("fill", paper);
    release();
    await expect(host).toHaveAttribute("data-theme", kept);
    await expect(host).toHaveCSS("background-color", paper);
  });
}

test("how much is announced is there after a reload", async ({ playground, page }) => {
  await page.keyboard.press("?");
  const amount = page.getByRole("combobox", { name: "Announced to screen readers" });
  await amount.selectOption("Nothing but the state of the cluster");
  await page.reload();
  await playground.ready();
  await page.keyboard.press("?");
  await expect(amount).toHaveValue("nothing");
});

test("help explains the signs, and each where it first appears", async ({ playground, page }) => {
  await playground.press("Help");
  await expect(playground.dialog.getByRole("link", { name: "the paper" })).toBeVisible();
  await expect(playground.dialog.getByRole("list", { name: "Signs" })).toContainText(/crown/);
  await page.keyboard.press("Escape");
  await playground.seek(1_500);
  const note = page.getByRole("note");
  await expect(note).toContainText("election timer");
  await note.getByRole("button", { name: "Explain no more signs" }).click();
  await expect(note).toBeHidden();
  await playground.seek(4_000);
  await expect(note).toBeHidden();
});

test("what is inspected has the focus, by the menu and from the list of messages", async ({
  playground,
  page,
}) => {
  await playground.seek(1_900);
  await playground.node(1).focus();
  await page.keyboard.press("Shift+F10");
  await playground.menuItem("Inspect").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "State of Node 1" })).toBeFocused();

  await playground.act({ timeout: 1 });
  await playground.tab("In flight");
  await page
    .getByRole("button", { name: /^Inspect message/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "RequestVote" })).toBeFocused();
});

test("what is done to a message, a link or a disk is said in a sentence", async ({
  playground,
  page,
}) => {
  await playground.seek(1_900);
  await playground.act({ timeout: 1 });
  await playground.tab("In flight");
  await page
    .getByRole("button", { name: /^Drop message/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(playground.notice).toHaveText(/Node 1.*(lost|dropped)/i);
  await playground.node(0).click({ button: "right" });
  await playground.menuItem("Disk…").click();
  await playground.menuItem("Stall").click();
  await expect(playground.notice).toHaveText(/^Node 0's disk/);
});

test("who is down is said to be, since when, with what its disk keeps", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  await playground.act({ crash: 1 });
  await playground.tick(50);
  await playground.node(1).click();
  const details = page.getByRole("group", { name: "State of Node 1" });
  await expect(details).toContainText("It has been down since 4.00 s.");
  await expect(details).toContainText("current_term");
  await expect(details).not.toContainText("follower");
});

test("while a run plays fast, its state is spoken now and then", async ({ playground, page }) => {
  await playground.act({ chaos: { per_minute: 120 } });
  await playground.speed(20);
  // The browser's clock is the test's.
  await page.clock.install();
  await playground.press("Play");
  await page.clock.runFor(2_000);
  await expect(playground.status).toHaveAttribute("aria-live", "off");
  const said = page.locator("p.hidden[aria-live=polite]");
  await expect(said).toHaveText(/up; \d+ commands committed$/);
  await said.evaluate((region: HTMLElement) => {
    region.dataset.heard = "0";
    new MutationObserver(() => {
      region.dataset.heard = String(Number(region.dataset.heard) + 1);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  });
  await page.clock.runFor(5_000);
  await expect(said).toHaveAttribute("data-heard", /^[123]$/);
});
