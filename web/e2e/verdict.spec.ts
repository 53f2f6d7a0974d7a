import type { Page } from "@playwright/test";
import type { RaftPlayground } from "../element/raft-playground.ts";
import { momentWords } from "../words/format.ts";
import { expect, type Playground, test } from "./support.ts";

/** The moments of violations in the open verdict. */
const momentsIn = ({ dialog }: Playground) =>
  dialog.getByRole("group", { name: "When" }).getByRole("button");

test("0 violations says what was tried", async ({ playground, page }) => {
  const badge = page.getByRole("button", { name: /violation/ });
  await expect(badge).toHaveAccessibleName(/^0 violations in \d+ checks?; no fault yet$/);
  await playground.seek(4_000);
  await playground.press("Crash leader");
  await playground.act({ isolate: 0 });
  await playground.act({ clock_rate: "2", node: 1 });
  await expect(badge).toHaveAccessibleName(
    /^0 violations in .+ checks; 1 crash, 1 partition, 1 change of a clock$/,
  );
});

for (const [width, height] of [
  [1920, 1080],
  [1280, 800],
  [1024, 768],
  [820, 700],
  [768, 1024],
  [844, 390],
  [360, 740],
] as const) {
  test.describe(`at ${width} × ${height}`, () => {
    test.use({ viewport: { width, height } });

    test("the verdict in the header is whole, and tells the rest when it is asked", async ({
      playground,
      page,
    }) => {
      const badge = page.getByRole("button", { name: /^(\d+ violations?|Assumption broken)/ });
      const readable = () =>
        badge.evaluate((pill) => {
          const box = pill.getBoundingClientRect();
          const bar = pill.closest(".bar")?.getBoundingClientRect();
          const others = [...(pill.closest(".bar")?.querySelectorAll("button, .brand") ?? [])]
            .filter((other) => other !== pill)
            .map((other) => other.getBoundingClientRect());
          const isCut = (text: Text) => {
            const words = document.createRange();
            words.selectNodeContents(text);
            const { left, right } = words.getBoundingClientRect();
            return left < box.left || right > box.right;
          };
          const inSight = [...pill.querySelectorAll("span")].filter(
            (part) => getComputedStyle(part).position !== "absolute",
          );
          const texts = inSight
            .flatMap((part) => [...part.childNodes])
            .flatMap((child) => (child instanceof Text && child.data.trim() !== "" ? [child] : []));
          return {
            isInBar: bar !== undefined && box.left >= bar.left && box.right <= bar.right,
            covered: others.filter((it) => it.left < box.right && it.right > box.left).length,
            cut: texts.filter(isCut).length,
            isSaid: texts.some((text) => /violation|Assumption broken/.test(text.data)),
          };
        });
      const whole = { isInBar: true, covered: 0, cut: 0, isSaid: true };
      expect(await readable()).toEqual(whole);
      await playground.seek(4_000);
      for (const action of [{ crash: "leader" }, { isolate: 0 }, { pause: 1 }] as const)
        await playground.act(action);
      await playground.act({ clock_rate: "2", node: 1 });
      await playground.act({ chaos: { per_minute: 120 } });
      await playground.seek(40_000);
      await expect(badge).toHaveAccessibleName(/^0 violations in .* checks; .*crashes.*partition/);
      await expect(badge).toHaveAttribute("title", /crashes.*partition.*\(J\)$/);
      expect(await readable()).toEqual(whole);
      await playground.act({ disk: "lies", node: 0 });
      await playground.act({ wipe_disk: 1 });
      await expect(badge).toHaveAccessibleName(/^Assumption broken: stable storage in .* checks; /);
      expect(await readable()).toEqual(whole);
      await badge.click();
      await expect(playground.dialog).toContainText(/\d+ crashes/);
    });
  });
}

test("each property has a light with a word, and how often it was checked", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  await page.keyboard.press("j");
  const rows = playground.dialog.getByRole("list", { name: "Properties" }).getByRole("listitem");
  await expect(rows).toHaveCount(22);
  await expect(rows.first()).toHaveText(/Election Safety.*held\s*\d+ times?/s);
  await expect(rows.filter({ hasText: "No Acknowledged Write Lost" })).toContainText("not yet");
  await expect(playground.dialog).toContainText("no fault yet");
  await expect(playground.dialog).toContainText("no command committed yet: that proves little");
});

test("what clients saw is judged while the panel is open", async ({ playground }) => {
  await playground.seek(4_000);
  await playground.act({ workload: {} });
  await playground.tick(1_000);
  await playground.page.keyboard.press("j");
  const row = playground.dialog.getByRole("listitem").filter({ hasText: "What clients saw" });
  await expect(row).toHaveText(/held\s*\d+ operations/);
  const operations = async () =>
    Number(/(\d+) operations looked at\s*$/.exec(await row.innerText())?.[1]);
  const before = await operations();
  await playground.tick(500);
  await expect.poll(operations).toBeGreaterThan(before);
  await expect(playground.dialog).toContainText(
    /\d+ commands of clients committed; of \d+ requests/,
  );
});

test("a wiped disk is a broken assumption, not a failure of Raft", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.node(1).click({ button: "right" });
  await playground.menuItem("Disk…").click();
  await playground.menuItem("Wipe").click();
  await expect(
    page.getByRole("button", { name: /^Assumption broken: stable storage/ }),
  ).toBeVisible();
  await expect(page.getByText(/^Node 1's disk was wiped at 4/)).toBeVisible();
  await page.keyboard.press("j");
  await expect(playground.dialog).toContainText(
    /Assumption broken: stable storage \(Node 1's disk was wiped at 4.*\)\. From then on Raft promises nothing/,
  );
});

test("every violation has its moment in the panel, two at one moment too", async ({
  playground,
  page,
}) => {
  await playground.open("?example=figure_8_lost_write");
  await playground.seek(11_500);
  await page.getByRole("button", { name: /^5 violations/ }).click();
  const moments = momentsIn(playground);
  await expect(moments.first()).toBeVisible();
  const words = await moments.allTextContents();
  const counts = words.map((each) => Number(/\((\d)\)/.exec(each)?.[1] ?? 1));
  expect(counts.reduce((sum, count) => sum + count)).toBe(5);
  for (const [place, each] of words.entries()) {
    await moments.nth(place).click();
    await expect(playground.dialog).toBeHidden();
    const moment = each.replace(/\(\d\)/, "").trim();
    await expect.poll(async () => momentWords((await playground.view()).now)).toBe(moment);
    const { checks } = await playground.view();
    const sofar = counts.slice(0, place + 1).reduce((sum, count) => sum + count);
    expect(checks.filter(({ violated }) => violated)).toHaveLength(sofar);
    await playground.seek(11_500);
    await page.keyboard.press("j");
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("the moments of violations are as high as a thumb needs", async ({ playground, page }) => {
    await playground.open("?example=figure_8_lost_write");
    await playground.seek(11_500);
    await page.getByRole("button", { name: /^5 violations/ }).tap();
    const moments = momentsIn(playground);
    await expect(moments.first()).toBeVisible();
    for (const moment of await moments.all())
      expect((await moment.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  });
});

test("what a lying disk brings about is no failure of Raft either", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  for (const node of [0, 1, 2, 3, 4]) await playground.act({ disk: "lies", node });
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.tick(50);
  expect((await playground.view()).violation).not.toBeNull();
  await expect(
    page.getByRole("button", { name: /^Assumption broken: stable storage/ }),
  ).toBeVisible();
  await expect(page.getByText(/After that, Persist before Answer/)).toBeVisible();
  await expect(page.locator(".violation-words")).toHaveCount(0);
});

test("a violation that came before a broken assumption stays one of Raft", async ({
  playground,
  page,
}) => {
  await playground.open("?example=figure_8_lost_write");
  await playground.seek(11_500);
  await playground.act({ wipe_disk: 0 });
  expect((await playground.view()).assumption).not.toBeNull();
  await page.getByRole("button", { name: /^\d violations/ }).click();
  await expect(playground.dialog.locator(".violation-words")).not.toContainText("After that");
  await expect(playground.dialog).toContainText("From then on Raft promises nothing");
});

test("what clients saw is judged unasked, and alike for whoever opens the run", async ({
  playground,
  page,
  another,
}) => {
  const violated = (of: Page) => of.getByRole("button", { name: /^1 violation in/ });
  await playground.open("?example=read_locally");
  await playground.seek(30_000);
  await expect(violated(page)).toBeVisible();
  const found = (await playground.view()).now;
  await page.keyboard.press("j");
  await expect(momentsIn(playground)).toHaveText(/^\s*\d+\.\d\d s\s*$/);
  await page.keyboard.press("Escape");
  const link = await playground.host.evaluate((host: RaftPlayground) => host.link);
  const other = await another();
  await other.open(`./${link}`);
  await expect(violated(other.page)).toBeVisible();

  await playground.seek(500);
  await expect(violated(page)).toHaveCount(0);
  await page.keyboard.press("v");
  await expect(violated(page)).toBeVisible();
  expect((await playground.view()).now).toBeLessThan(found);
  await page.keyboard.press("v");
  await expect(playground.notice).toHaveText(/^No further violation lies ahead/);
});

test("until what clients saw is judged, the badge says so", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.tick(100);
  const badge = page.getByRole("button", { name: /^0 violations/ });
  await expect(badge).toHaveAccessibleName(/; what clients saw is not judged yet$/);
  await badge.click();
  await expect(playground.dialog).toContainText("What clients saw");
  await page.keyboard.press("Escape");
  await expect(badge).toHaveAccessibleName(/no fault yet$/);
});
