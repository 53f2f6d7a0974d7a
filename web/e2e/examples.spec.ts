import type { Page } from "@playwright/test";
import { expect, type Playground, test } from "./support.ts";

const held = "A majority stores the entry of term 2. Node 0 must not commit it.";
const title = "Figure 8: a majority is not enough";

async function openFromShelf(playground: Playground, name: string | RegExp): Promise<void> {
  await playground.press("Examples");
  await expect(playground.dialog.getByRole("heading", { name: "Examples" })).toBeVisible();
  await playground.dialog.getByRole("link", { name }).click();
  await expect(playground.dialog).toBeHidden();
}

const headline = (page: Page) => page.getByRole("heading", { level: 1 });

test("Figure 8 opens from Examples; its link brings title, captions and moment to a fresh profile", async ({
  playground,
  page,
  another,
}) => {
  await openFromShelf(playground, title);
  await expect(headline(page)).toHaveText(title);
  await playground.seek(5_000);
  await expect(page.getByText(held).first()).toBeVisible();

  await playground.press("Share");
  const url = await page.getByRole("textbox", { name: "Link to this run" }).inputValue();
  await page.keyboard.press("Escape");

  const other = await another();
  await other.open(url);
  expect(await other.moment()).toEqual(await playground.moment());
  await expect(other.page.getByText(held).first()).toBeVisible();
  const [here, there] = [await playground.view(), await other.view()];
  expect([there.title, there.about, there.caption]).toEqual([title, here.about, held]);
  for (const at of [0, 1_700, 6_100, 7_700, 12_000]) {
    for (const place of [playground, other]) await place.seek(at);
    const { caption } = await playground.view();
    expect(caption).not.toBeNull();
    expect((await other.view()).caption).toBe(caption);
  }
  await other.seek(0);
  await expect(headline(other.page)).toHaveText(title);

  // A run that leaves the story's own course has no captions from there on, and nor has its link.
  await other.seek(5_000);
  await other.act({ crash: 1 });
  expect((await other.view()).caption).toBe(held);
  await other.tick(1);
  expect((await other.view()).caption).toBeNull();
  const fork = await other.link();
  const third = await another();
  await third.open(`./${fork}`);
  expect((await third.view()).title).toBe(title);
  expect((await third.view()).caption).toBeNull();
  await third.seek(5_000);
  expect((await third.view()).caption).toBe(held);
});

test("when a run opens from a dialog, Space plays it", async ({ playground, page }) => {
  await openFromShelf(playground, /^An election/);
  await page.keyboard.press("Space");
  await expect(playground.button("Pause")).toBeVisible();
  await expect(playground.dialog).toBeHidden();
});

test("an acknowledged write is lost, and the captions tell it", async ({ another }) => {
  const other = await another();
  await other.open("./?example=figure_8_lost_write");
  await expect(headline(other.page)).toHaveText(
    "Figure 8, broken on purpose: an acknowledged write is lost",
  );
  await other.seek(5_460);
  await expect(other.page.getByText("is told that its write is done").first()).toBeVisible();
  await other.seek(11_500);
  const { violation, requests, machines } = await other.view();
  expect(violation?.property).toBe("commit_counts_own_term");
  expect(requests.find(({ command }) => command === "SET b=2")?.outcome).toBe("acknowledged");
  expect(JSON.stringify(machines)).not.toContain('"b"');
  // A run that is shared from an example is in the link, and the example's name is not.
  await other.press("Share");
  await expect(other.page.getByRole("textbox", { name: "Link to this run" })).toHaveValue(
    /\/any\/folder\/#[\w-]+$/,
  );
});

test("the card of an example goes on to it, and its link is copied from the shelf", async ({
  another,
}) => {
  const other = await another({ permissions: ["clipboard-read", "clipboard-write"] });
  await other.page.goto("./examples/figure_7.html");
  await other.page.waitForURL(/\?example=figure_7$/);
  await other.ready();
  await expect(headline(other.page)).toHaveText("Figure 7: every way to be out of step");
  await other.press("Examples");
  await other.press("Copy the link to An election");
  await expect(other.notice.or(other.page.getByText("Copied: the link to")).first()).toBeVisible();
  const copied = await other.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/\/any\/folder\/examples\/election\.html$/);
});

test("every card has its picture, and is a link that stays", async ({ playground, page }) => {
  await playground.press("Examples");
  const cards = playground.dialog.getByRole("link");
  await expect(cards.first()).toBeVisible();
  expect(await cards.count()).toBeGreaterThan(50);
  const addresses = await cards.evaluateAll((links) =>
    links.map((link) => (link as HTMLAnchorElement).href),
  );
  for (const address of addresses) expect(address).toMatch(/\/any\/folder\/\?example=\w+$/);
  const pictures = await playground.dialog
    .locator("img")
    .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).src));
  for (const picture of pictures) {
    const answer = await page.request.get(picture);
    expect(answer.status(), picture).toBe(200);
    expect((await answer.body()).length, picture).toBeLessThan(12_000);
  }
});

test("the tour begins anew from its card", async ({ playground, page }) => {
  await playground.elect();
  await openFromShelf(playground, /^The tour/);
  await expect(
    page.getByText("Whose timer runs out first?").filter({ visible: true }).first(),
  ).toBeVisible();
  expect((await playground.view()).now).toBe(0);
});

test.describe("a first visit", () => {
  test.use({ visit: "first" });

  test("to an unknown example says the nearest name, and the tour stands", async ({
    playground,
    page,
  }) => {
    const { seed } = await playground.view();
    await page.evaluate(() => localStorage.clear());
    await playground.open("./?example=figure_8_overwriten");
    await expect(playground.notice).toHaveText(
      "There is no example “figure_8_overwriten”: the nearest is figure_8_overwritten.",
    );
    await expect(
      page.getByText("Whose timer runs out first?").filter({ visible: true }).first(),
    ).toBeVisible();
    expect(await playground.view()).toMatchObject({ seed, now: 0, title: "" });
  });
});

test("?src= opens a file of this origin, and refuses all else with one sentence", async ({
  playground,
  page,
  watch,
}) => {
  watch.excuse(/404/);
  await playground.open("./?src=scenarios/split_vote.json");
  await expect(headline(page)).toHaveText("A split vote");

  await page.route("**/large.json", (route) => route.fulfill({ body: " ".repeat(4_100_000) }));
  await page.route("**/words.json", (route) => route.fulfill({ body: "<p>Hello</p>" }));
  const bad = {
    "https://evil.example/a.json":
      /^\?src= names a file of https:\/\/evil\.example: expected one of this page's own origin/,
    "javascript:alert(1)": /is no address of a file/,
    "large.json": /^large\.json has more than 4 MB/,
    "words.json": /./,
    "scenarios/split_vot.json":
      /split_vot\.json was not found \(404\): the nearest here is scenarios\/split_vote\.json\.$/,
  };
  for (const [source, reason] of Object.entries(bad)) {
    await playground.open(`./?src=${encodeURIComponent(source)}`);
    await expect(playground.notice).toHaveText(reason);
    await expect(playground.notice).toHaveText(/^[^\n]*\.$/);
    expect(await playground.view()).toMatchObject({ now: 0, title: "" });
  }
});

test("a run in the address goes before an example", async ({ playground }) => {
  await playground.elect();
  const link = await playground.link();
  const { digest } = await playground.view();
  await playground.page.goto("about:blank");
  await playground.open(`./?example=figure_7${link}`);
  expect((await playground.view()).digest).toBe(digest);
});

test("on a phone the shelf opens by touch", async ({ another }) => {
  const phone = await another({ viewport: { width: 360, height: 740 }, hasTouch: true });
  await phone.open();
  await phone.button("Examples").tap();
  await phone.dialog.getByRole("link", { name: "A split vote" }).tap();
  await expect(phone.dialog).toBeHidden();
  await expect(headline(phone.page)).toHaveText("A split vote");
  expect(
    await phone.page.evaluate(() => document.documentElement.scrollWidth),
    "nothing is wider than the phone",
  ).toBeLessThanOrEqual(360);
});

/** How many commands the logs show, and those whose values are cut. */
const valuesIn = (page: Page) =>
  page.getByRole("table", { name: "Logs" }).evaluate((logs) => {
    const values = [...logs.querySelectorAll<HTMLElement>(".log-value > :last-child")];
    const isCut = (it: HTMLElement) => it.scrollWidth > it.clientWidth;
    return { shown: values.length, cut: values.filter(isCut).map((it) => it.textContent) };
  });

test.describe("presented at 1024×768", () => {
  test.use({ viewport: { width: 1024, height: 768 } });

  test("Figure 7 goes from caption to caption until all logs are alike, and shows all of them", async ({
    playground,
    page,
  }) => {
    await playground.open("./?example=figure_7&present");
    for (const words of [
      /^\(c\), Node 3, and \(d\), Node 4, refuse/,
      /^The leader tries further back/,
      /^What conflicts/,
      /^One command of term 8 brings the rest in line/,
      /^Seven equal logs/,
    ]) {
      await page.keyboard.press("ArrowRight");
      await expect(headline(page)).toHaveText(words);
    }
    const logs = page.getByRole("table", { name: "Logs" });
    await expect(logs.getByRole("row")).toHaveCount(12);
    await expect(logs.getByRole("rowheader", { name: "1", exact: true })).toBeInViewport({
      ratio: 1,
    });
    // An entry that the run starts with is its term; what was written since has its words.
    await expect(logs.getByRole("row").nth(1).locator(".log-value").first()).toHaveText("");
    expect(await valuesIn(page)).toMatchObject({ cut: [] });
    await expect(logs.getByRole("row").nth(11).locator(".log-value").first()).toHaveText("x=8");

    // The end is said, and does not stand between the keys.
    await page.keyboard.press("ArrowRight");
    await expect(playground.notice).toHaveText("This was the last caption.");
    await page.keyboard.press("Escape");
    await expect(playground.button("Examples")).toBeVisible();
  });

  test("old, new and lost can be told apart", async ({ playground, page }) => {
    await playground.open("./?example=a_cut_off_leader_answers_no_read&present");
    await playground.seek(12_000);
    const { shown, cut: words } = await valuesIn(page);
    expect(shown).toBeGreaterThan(8);
    expect(words).toEqual([]);
  });

  test("the story goes on after a violation, and the graver one has its headline", async ({
    playground,
    page,
  }) => {
    await playground.open("./?example=figure_8_lost_write&present");
    const said: string[] = [];
    for (let stop = 0; stop < 16; stop += 1) {
      const { now } = await playground.view();
      await page.keyboard.press("ArrowRight");
      await expect.poll(async () => (await playground.view()).now).toBeGreaterThan(now);
      said.push(await headline(page).innerText());
    }
    expect(said.join("\n")).toMatch(
      /Commit by Counting Own Term is violated\.[\s\S]*The client of SET b=2 is told[\s\S]*Leader Completeness is violated\.[\s\S]*A client reads b and finds nothing/,
    );
  });
});

for (const viewport of [
  { width: 360, height: 740 },
  { width: 844, height: 390 },
]) {
  test.describe(`presented at ${viewport.width}×${viewport.height}`, () => {
    test.use({ viewport });

    test("the values in the logs are whole", async ({ playground, page }) => {
      for (const example of ["replication", "partition"]) {
        await playground.open(`./?example=${example}&present`);
        await playground.seek(8_000);
        const values = await valuesIn(page);
        expect(values.shown).toBeGreaterThanOrEqual(10);
        expect(values.cut).toEqual([]);
      }
    });
  });
}
