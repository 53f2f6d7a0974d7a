import { ruleTitle } from "../compare/rules.ts";
import { expectAccessible } from "./axe.ts";
import { expect, type Playground, test } from "./support.ts";

/** As people do it: through the Faults drawer's Lab. */
async function openHunt(playground: Playground): Promise<void> {
  await playground.press("Faults…");
  await playground.press("Hunt for a failure…");
  await expect(playground.dialog).toHaveAccessibleName("Hunt for a failure");
  await expect(playground.button("Hunt")).toBeVisible();
}

async function leaveOut({ page }: Playground, bug: string): Promise<void> {
  await page.getByRole("combobox", { name: "Leave out" }).selectOption(ruleTitle(bug));
}

/** Until something is caught and made small. */
async function huntAndShrink(playground: Playground): Promise<void> {
  await playground.press("Hunt");
  const caught = playground.page.getByRole("list", { name: "Catches" }).getByRole("listitem");
  await expect(caught.first()).toBeVisible();
  await caught.getByRole("button", { name: /^Shrink seed/ }).click();
  await expect(caught.getByRole("button", { name: /^Watch the story/ })).toBeVisible();
}

/** At a moment of the run. */
async function violationOf(playground: Playground, at: number) {
  await playground.seek(at / 1000);
  return (await playground.view()).violation;
}

test("a rule is switched off, hunted, shrunk and watched; its link shows the same", async ({
  playground,
  another,
  page,
}) => {
  await openHunt(playground);
  await leaveOut(playground, "commit_whole_log");
  await expect(playground.dialog).toContainText("Raft Figure 2, §5.3");
  await huntAndShrink(playground);
  const story = page.getByRole("region", { name: /^Shrunk to \d+ actions?$/ });
  await expect(story.getByRole("listitem").first()).toContainText(/^\d+\.\d\d s/);

  await story.getByRole("button", { name: /^Watch the story/ }).click();
  await expect(playground.dialog).toBeHidden();
  await expect(playground.button("Pause")).toBeVisible();
  await expect(
    page.getByText(`Rule off: ${ruleTitle("commit_whole_log")} (Raft Figure 2, §5.3).`),
  ).toBeVisible();
  await playground.speed(2);
  await expect(page.getByRole("button", { name: /^[1-9]\d* violations?/ })).toBeVisible();
  await playground.press("Pause");
  const violation = (await playground.view()).violation;
  if (violation === null) throw new Error("The story shows no violation.");

  await playground.press("Share");
  const url = await page.getByRole("textbox", { name: "Link to this run" }).inputValue();
  const other = await another();
  await other.open(url);
  expect(await other.moment()).toEqual(await playground.moment());
  expect(await violationOf(other, violation.at)).toEqual(violation);
  await expect(other.page.getByText(/^Rule off: Committing the whole log/)).toBeVisible();
});

test("a catch can be watched as it is, and its story beside one with the rule on", async ({
  playground,
  page,
}) => {
  await page.keyboard.press("g");
  await leaveOut(playground, "vote_again");
  await huntAndShrink(playground);
  await page.getByRole("button", { name: /^Watch seed \d+$/ }).click();
  await expect(playground.dialog).toBeHidden();
  expect((await playground.view()).violation).not.toBeNull();

  // What was caught is still there.
  await page.keyboard.press("g");
  await page.getByRole("button", { name: /^With the rule on/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Side by side");
  await expect(page.getByRole("group", { name: "Compared" })).toContainText("Right Twin");
  await expect(playground.button("Pause")).toBeVisible();
});

test("whole Raft: no violation, and what was tried", async ({ playground, page }) => {
  await openHunt(playground);
  await page.getByRole("spinbutton", { name: "How many seeds" }).fill("300");
  await playground.press("Hunt");
  const hunt = page.getByRole("region", { name: "The hunt" });
  await expect(hunt).toContainText("Whole Raft. No violation in 300 runs.");
  await expect(page.getByRole("region", { name: "Faults tried" })).toContainText("partition");
  await expect(page.getByRole("region", { name: "States reached" })).toContainText("commits");
  await expect(hunt).toContainText("raft-playground hunt --seeds 0..300 --first");
  await expect(page.getByRole("list", { name: "Catches" })).toBeHidden();
});

test("a hunt can be stopped, goes on while its sheet is closed, and keeps its results", async ({
  playground,
  page,
}) => {
  await page.keyboard.press("g");
  await page.getByRole("spinbutton", { name: "How many seeds" }).fill("1000000");
  await playground.press("Hunt");
  const runs = page.getByRole("region", { name: "The hunt" });
  await expect(runs).toContainText(/[1-9]\d* runs of 1\u202f000\u202f000 runs\./);
  await page.keyboard.press("Escape");
  await expect(playground.dialog).toBeHidden();
  await page.keyboard.press("g");
  await playground.press("Stop");
  await expect(runs).toContainText(/Stopped\. No violation in .* runs\./);
  await expect(playground.button("Hunt")).toBeEnabled();
});

test("a hunter that cannot be fetched says so", async ({ playground, page, watch }) => {
  watch.excuse(/hunter|Failed to load resource|404/);
  await page.route("**/hunter_bg*.wasm", (route) => route.fulfill({ status: 404, body: "no" }));
  await page.keyboard.press("g");
  await expect(playground.dialog.getByRole("alert").first()).not.toBeEmpty();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 360, height: 740 },
  ]) {
    test.describe(`${colorScheme}, ${viewport.width} wide`, () => {
      test.use({ colorScheme, viewport });

      test("the sheet is accessible and fits", async ({ playground, page }) => {
        await playground.host.focus();
        await page.keyboard.press("g");
        await leaveOut(playground, "vote_again");
        await expectAccessible(playground, "what to hunt");
        await huntAndShrink(playground);
        await expectAccessible(playground, "what was caught");
        const over = await playground.dialog.evaluate((box) => box.scrollWidth - box.clientWidth);
        expect(over).toBeLessThanOrEqual(0);
      });

      test("a violation is seen in the bar", async ({ playground, page }) => {
        await playground.host.focus();
        await page.keyboard.press("g");
        await leaveOut(playground, "vote_again");
        await playground.press("Hunt");
        await page.getByRole("button", { name: /^Watch seed/ }).click();
        const badge = page.getByRole("button", { name: /^[1-9]\d* violations?/ });
        await expect(badge).toBeVisible();
        await expect(badge).not.toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
        await expectAccessible(playground, "a violation");
      });
    });
  }
}
