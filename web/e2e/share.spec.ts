import type { RaftPlayground } from "../element/raft-playground.ts";
import { addressOf, expect, type Playground, test } from "./support.ts";

/** A run with something in it, in the middle of a replication. */
async function anInterestingRun(playground: Playground): Promise<void> {
  await playground.elect();
  await playground.seek(5_000);
  await playground.write("SET x=1");
  await playground.tick(300);
  await playground.press("Crash leader");
  await playground.tick(400);
  await playground.seek(5_070);
}

test("a shared link opens in another browser: same run, same moment, same digest", async ({
  playground,
  another,
}) => {
  await anInterestingRun(playground);
  await playground.press("Share");
  await expect(playground.dialog).toBeVisible();
  const url = await playground.page.getByRole("textbox", { name: "Link to this run" }).inputValue();
  expect(url).toMatch(/^http:\/\/localhost:\d+\/any\/folder\/#[\w-]+$/);
  await playground.page.keyboard.press("Escape");

  const other = await another();
  await other.open(url);
  expect(await other.moment()).toEqual(await playground.moment());
  await expect(other.status).toHaveText((await playground.status.textContent()) ?? "");
  expect(await other.logs()).toEqual(await playground.logs());
  await expect(other.button("Play")).toBeVisible();

  // What lay ahead lies ahead there too.
  for (const place of [playground, other]) await place.seek(11_000);
  expect(await other.moment()).toEqual(await playground.moment());
  await expect(other.status).toHaveText(/4 of 5 up/);
});

test("the copied link is the one shown", async ({ another }) => {
  const other = await another({ permissions: ["clipboard-read", "clipboard-write"] });
  await other.open();
  await other.press("Share");
  await expect(other.page.getByText(/^Link copied/)).toBeVisible();
  const copied = await other.page.evaluate(() => navigator.clipboard.readText());
  await expect(other.page.getByRole("textbox", { name: "Link to this run" })).toHaveValue(copied);
});

test("a link opens by a change of the address too", async ({ playground, another }) => {
  await anInterestingRun(playground);
  const link = await playground.link();
  const other = await another();
  await other.open();
  await other.page.evaluate((hash) => {
    location.hash = hash;
  }, link);
  await expect.poll(async () => (await other.view()).digest).toBe((await playground.view()).digest);
  expect(await other.moment()).toEqual(await playground.moment());
});

test.describe("a bad link is refused with one sentence, and the cluster stays as it was", () => {
  const changed = (link: string, place: number) =>
    link.slice(0, place) + (link[place] === "A" ? "B" : "A") + link.slice(place + 1);
  const withVersion = (link: string, version: number) => {
    const bytes = Buffer.from(link.slice(1), "base64url");
    bytes[2] = version;
    return `#${bytes.toString("base64url")}`;
  };
  const bad: Readonly<Record<string, readonly [(good: string) => string, RegExp]>> = {
    "cut short": [(good) => good.slice(0, -4), /damaged|not a link/],
    "one character changed": [(good) => changed(good, 20), /damaged/],
    "a future version": [(good) => withVersion(good, 9), /version 9/],
    "random text": [() => "#what-is-this", /not a link/],
    "words and signs": [() => "#%F0%9F%A6%80 & more?", /not a link/],
    markup: [() => "#<img src=x onerror=document.title='hurt'>", /not a link/],
    "longer than any link": [() => `#${"A".repeat(300_000)}`, /longer than|at most/],
  };

  test("in the address of a page that runs", async ({ playground, page }) => {
    await anInterestingRun(playground);
    const good = await playground.link();
    for (const [name, [make, reason]] of Object.entries(bad)) {
      await test.step(name, async () => {
        await playground.unchangedBy(async () => {
          await page.evaluate((hash) => {
            location.hash = hash;
          }, make(good));
          await expect(playground.notice).toHaveText(reason);
          await expect(playground.notice).toHaveText(/^[A-Z][^\n]*\.$/);
        });
        await expect(page).toHaveTitle("Raft Playground");
        await expect(page.locator("img")).toHaveCount(0);
        // The same sentence may come next: this one goes first.
        await page.keyboard.press("Escape");
        await expect(playground.notice).toBeHidden();
      });
    }
  });

  test("of megabytes, from a page that embeds the element", async ({ playground }) => {
    await playground.unchangedBy(async () => {
      const opened = await playground.host.evaluate((host: RaftPlayground) =>
        host.open(`#${"A".repeat(5_000_000)}`),
      );
      expect(opened).toBe(false);
    });
    await expect(playground.notice).toHaveText(/longer than/);
  });

  test("in the address from the start: the opening run is there instead", async ({ another }) => {
    const other = await another();
    await other.open(addressOf("#nonsense"));
    await expect(other.notice).toHaveText(/not a link/);
    await expect(other.status).toHaveText("No leader; 5 of 5 up; 0 commands committed");
    await other.press("Play");
    await expect(other.button("Pause")).toBeVisible();
  });
});

test("text in a link is shown as text, never as markup", async ({ playground, another }) => {
  const hostile = "<img src=x onerror=\"document.title='hurt'\">";
  await playground.elect();
  await playground.write(hostile);
  await playground.write("SET <b>k</b>=<script>document.title='hurt'</script>");
  await playground.playUntilStatus(/2 commands committed$/);

  const other = await another();
  await other.open(addressOf(await playground.link()));
  for (const place of [playground, other]) {
    await expect(place.requests.filter({ hasText: hostile })).toContainText("acknowledged");
    await place.node(await place.leader()).click();
    await expect(place.page.getByText("<b>k</b>", { exact: true })).toBeVisible();
    await expect(place.page.locator("img, b:text-is('k')")).toHaveCount(0);
    await expect(place.page).toHaveTitle("Raft Playground");
    expect((await place.logs())[0]?.map((entry) => entry?.command).toSorted()).toEqual([
      hostile,
      "SET <b>k</b>=<script>document.title='hurt'</script>",
    ]);
  }
});

test("marks that turn the direction of text are shown, not obeyed", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  await playground.act({ write: "SET x=\u202eevil", to: "leader" });
  await playground.tick(100);
  await expect(playground.requests.first()).toContainText("SET x=\ufffdevil");
  await expect(page.locator("body")).not.toContainText("\u202e");
});

test("text in a scenario is shown as text too", async ({ playground, page }) => {
  const hostile = "<img src=x onerror=alert(1)>";
  await page.route("**/hostile.json", (route) =>
    route.fulfill({
      json: {
        format: 1,
        title: hostile,
        about: hostile,
        captions: [{ when: "leader_elected", say: hostile }],
        until_ms: 10_000,
      },
    }),
  );
  await playground.host.evaluate((host) => host.setAttribute("src", "./hostile.json"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(hostile);
  await playground.seek(8_000);
  await expect(page.getByText(hostile).first()).toBeVisible();
  await expect(page.locator("img")).toHaveCount(0);
});

test("a scenario that is refused says why, and the cluster stays as it was", async ({
  playground,
  page,
  watch,
}) => {
  watch.excuse(/404/);
  await page.route("**/bad.json", (route) => route.fulfill({ body: '{"format":1,"nodes":5}' }));
  await playground.elect();
  for (const [address, reason] of [
    ["./bad.json", /nodes/],
    ["./missing.json", /missing\.json was not found/],
  ] as const) {
    await playground.unchangedBy(async () => {
      await playground.host.evaluate((host, src) => host.setAttribute("src", src), address);
      await expect(playground.notice).toHaveText(reason);
    });
  }
});
