import type { Locator } from "@playwright/test";
import { expectAccessible } from "./axe.ts";
import { expect, type Playground, test } from "./support.ts";

const area = ({ page }: Playground): Locator =>
  page.getByRole("group", { name: /^Time: arrow keys/ });
const events = ({ page }: Playground): Locator =>
  page.getByRole("list", { name: /^Events in sight/ }).getByRole("button");
const focused = ({ page }: Playground): Locator => page.locator("raft-diagram [data-seq]:focus");
const reading = ({ page }: Playground): Locator => page.locator(".diagram-reading");

/** An election, two writes and a crashed leader. */
async function anEvening(playground: Playground): Promise<void> {
  await playground.seek(4_000);
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.tick(40);
  await playground.act({ write: "SET y=2", to: "leader" });
  await playground.tick(40);
}

async function open(playground: Playground): Promise<void> {
  await playground.page.keyboard.press(";");
  await expect(area(playground)).toBeVisible();
  await expect(reading(playground)).toHaveText(/^Solid: a request/);
}

/** The moment at which an event is said to happen, in milliseconds. */
async function momentOf(event: Locator): Promise<number> {
  const name = (await event.textContent()) ?? "";
  return Math.round(Number.parseFloat(name) * 1_000);
}

async function nowMs(playground: Playground): Promise<number> {
  return Math.round((await playground.view()).now / 1_000);
}

test("the strip opens to the diagram by its button, and closes again", async ({
  playground,
  page,
}) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  await anEvening(playground);
  expect(fetched.filter((url) => url.includes("diagram"))).toEqual([]);
  await playground.unchangedBy(async () => {
    await playground.press("Diagram");
    await expect(area(playground)).toBeVisible();
    await expect(area(playground)).toBeFocused();
    await expect(events(playground)).not.toHaveCount(0);
  });
  await page.locator("raft-diagram").getByRole("button", { name: "Close" }).click();
  await expect(area(playground)).toBeHidden();
  await expect(playground.slider("Time")).toBeVisible();
});

test("the upper edge of the strip is dragged to open it, and that of the diagram gives it room", async ({
  playground,
  page,
}) => {
  await anEvening(playground);
  const box = (await page.locator(".time-strip").boundingBox()) ?? { x: 0, y: 0, height: 0 };
  await page.mouse.move(box.x + 300, box.y + 1);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y - 30, { steps: 3 });
  await page.mouse.up();
  await expect(area(playground)).toBeVisible();

  const edge = page.getByRole("separator", { name: "Height of the diagram" });
  const height = async () => (await page.locator("raft-diagram").boundingBox())?.height ?? 0;
  await expect.poll(height).toBeGreaterThan(200);
  const before = await height();
  await edge.press("ArrowUp");
  await edge.press("ArrowUp");
  await expect.poll(height).toBeGreaterThan(before + 30);
  await expect(edge).toHaveAttribute("aria-valuenow", "50");
  const top = (await edge.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(top.x + 400, top.y + 5);
  await page.mouse.down();
  await page.mouse.move(top.x + 400, 790, { steps: 4 });
  await page.mouse.up();
  await expect(area(playground)).toBeHidden();
});

test("two compared runs stand on one axis, with what differs marked and told", async ({
  playground,
  page,
}) => {
  await anEvening(playground);
  await playground.seek(5_000);
  await playground.seek(4_200);
  await playground.act({ crash: "leader" });
  await playground.tick(20);
  await page.keyboard.press("b");
  await playground.dialog.getByRole("button", { name: /^Compare Main run/ }).click();
  await page.keyboard.press(";");
  await expect(reading(playground)).toHaveText(
    /are of the left run alone, and \d+ of the right one/,
  );
  await expect(page.locator(".diagram-side")).toHaveText([
    "Left: What if, from 4.20 s",
    "Right: Main run",
  ]);
  await expect(
    events(playground).filter({ hasText: /crashes.*\(only in the left run\)$/ }),
  ).toHaveCount(1);
  const right = page.getByRole("list", { name: "Events in sight of the right run alone" });
  await expect(right.getByRole("listitem").first()).toHaveText(/^4\.2/);
  await expectAccessible(playground, "two runs in the diagram");
  await page.keyboard.press("Shift+B");
  await expect(page.locator(".diagram-side")).toHaveCount(0);
  await expect(reading(playground)).toHaveText(/^Solid: a request/);
});

test("an event lights up ring and logs, and no longer than it is in focus", async ({
  playground,
  page,
}) => {
  await anEvening(playground);
  const leader = (await playground.view()).nodes.find(({ role }) => role === "leader")?.id ?? 0;
  await open(playground);
  await events(playground)
    .filter({ hasText: /with 1 entry.*, arrives$/ })
    .first()
    .focus();
  const [, to] = /→ Node (\d)/.exec((await focused(playground).textContent()) ?? "") ?? [];
  await expect(playground.node(Number(to))).toHaveAttribute("data-light", "event");
  await expect(playground.node(leader)).toHaveAttribute("data-light", "past");
  // Open where the crown is, and no less of a button for that.
  await expect(playground.node(leader)).toHaveCSS("clip-path", "none");
  const opening = (id: number) =>
    playground.node(id).evaluate((it) => getComputedStyle(it, "::before").clipPath);
  expect(await opening(leader)).toMatch(/^polygon/);
  expect(await opening(Number(to))).toBe("none");
  await expect(page.locator(".log-row.lit")).toHaveCount(1);
  await page.keyboard.press(";");
  await expect(area(playground)).toBeHidden();
  await expect(page.locator("[data-light], .log-row.lit")).toHaveCount(0);
});

test("every event is reached by keys, along its lane and along its message", async ({
  playground,
  page,
}) => {
  await anEvening(playground);
  await open(playground);
  await area(playground).press("Enter");
  await expect(focused(playground)).toHaveCount(1);
  await expect(reading(playground)).toHaveText(/led to it/);
  // Back along the lane to a message that arrived, along it to its sender, and on again.
  await expect(async () => {
    await page.keyboard.press("ArrowLeft");
    await expect(focused(playground)).toHaveText(/, arrives$/, { timeout: 300 });
  }).toPass();
  const arrival = (await focused(playground).textContent()) ?? "";
  const message =
    /: (Node \d|Client) → (Node \d|Client), .*(?=, arrives$)/.exec(arrival)?.[0] ?? "";
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(focused(playground)).toHaveText(/, sent, and under way for/);
  await expect(focused(playground)).toContainText(message);
  await page.keyboard.press("Shift+ArrowRight");
  await expect(focused(playground)).toHaveText(arrival);
  await page.keyboard.press("ArrowUp");
  await expect(focused(playground)).not.toHaveText(arrival);
  // Enter goes to its moment, and the event keeps the focus.
  const at = await momentOf(focused(playground));
  const there = (await focused(playground).textContent()) ?? "";
  await page.keyboard.press("Enter");
  await expect.poll(async () => Math.abs((await nowMs(playground)) - at)).toBeLessThanOrEqual(1);
  await expect(focused(playground)).toHaveText(there);
});

test("a press goes to the moment, and a drag moves time", async ({ playground, page }) => {
  await anEvening(playground);
  await open(playground);
  const box = await area(playground).boundingBox();
  if (!box) throw new Error("The diagram has no place.");
  const before = await nowMs(playground);
  // Between the lanes and away from messages, the moment itself is pressed.
  await page.mouse.click(box.x + 80, box.y + 4);
  await expect.poll(() => nowMs(playground)).toBeLessThan(before);
  const moved = await nowMs(playground);
  const first = await events(playground).first().textContent();
  await page.mouse.move(box.x + 300, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + 700, box.y + 4, { steps: 4 });
  await page.mouse.up();
  await expect(events(playground).first()).not.toHaveText(first ?? "");
  await playground.drawn();
  expect(await nowMs(playground)).toBe(moved);
});

test("a drag with Shift selects a stretch, which then fills the diagram", async ({
  playground,
  page,
}) => {
  await anEvening(playground);
  await open(playground);
  const box = await area(playground).boundingBox();
  if (!box) throw new Error("The diagram has no place.");
  const before = await nowMs(playground);
  const many = await events(playground).count();
  await page.keyboard.down("Shift");
  await page.mouse.move(box.x + box.width * 0.5, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 4, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await expect.poll(() => events(playground).count()).toBeLessThan(many);
  await playground.drawn();
  expect(await nowMs(playground)).toBe(before);
});

test("a filter leaves the messages and events of one request", async ({ playground, page }) => {
  await anEvening(playground);
  await open(playground);
  const request = page.getByRole("combobox", { name: "Request" });
  await expect(request.getByRole("option")).toHaveText([
    "All requests",
    /^Request 0: /,
    "Request 1: SET y=2",
  ]);
  const many = await events(playground).count();
  await request.selectOption({ index: 2 });
  await expect.poll(() => events(playground).count()).toBeLessThan(many);
  await expect(events(playground)).not.toHaveCount(0);
  for (const words of await events(playground).allTextContents())
    expect(words).toMatch(/request 1|SET y=2|Client/i);
});

test("+ and − and the wheel zoom, 0 shows all, and too many messages are counted", async ({
  playground,
  page,
}) => {
  await playground.act({ workload: { per_second: 20, clients: 3 } });
  await playground.tick(3_000);
  await page.keyboard.press(";");
  await area(playground).press("0");
  await expect(reading(playground)).toHaveText(
    /^About \d.* messages here, too many to tell apart.*Zoom in with \+ or the wheel/,
  );
  await expect(events(playground)).toHaveCount(0);
  await expect(async () => {
    await area(playground).press("+");
    await expect(reading(playground)).toHaveText(/^Solid/, { timeout: 100 });
  }).toPass();
  await expect(events(playground)).not.toHaveCount(0);
  await playground.press("Now");
  await expect(events(playground)).not.toHaveCount(0);
  const wide = await events(playground).count();
  const box = await area(playground).boundingBox();
  if (!box) throw new Error("The diagram has no place.");
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
  await page.mouse.wheel(0, -600);
  await expect.poll(() => events(playground).count()).toBeLessThan(wide);
  // Elsewhere on the page these keys are those of the speed.
  await playground.unchangedBy(() => area(playground).press("-"));
});

test("the life of an entry is followed by keyboard, from request to answer", async ({
  playground,
  page,
}) => {
  await anEvening(playground);
  await open(playground);
  const life = page.getByRole("combobox", { name: "Life of" });
  await life.selectOption("Entry SET x=1");
  const steps = page.getByRole("region", { name: "The life of it" }).getByRole("listitem");
  await expect(steps.first()).toContainText("The client asks");
  await expect(steps.filter({ hasText: "SET x=1: acknowledged" })).toHaveCount(1);
  await expect(steps.filter({ hasText: "to its state machine" })).toHaveCount(5);
  const commits = steps.filter({ hasText: "commits through index" });
  const slowest = commits.last().getByRole("button");
  await slowest.focus();
  const at = await momentOf(slowest);
  await page.keyboard.press("Enter");
  await expect.poll(async () => Math.abs((await nowMs(playground)) - at)).toBeLessThanOrEqual(1);
});

test("All shows what was played, however far ahead the scenario ends", async ({ playground }) => {
  await playground.open("./?example=figure_7");
  await playground.seek(2_500);
  expect((await playground.view()).head).toBe(6_000_000);
  await open(playground);
  await playground.press("All");
  const box = await area(playground).boundingBox();
  if (!box) throw new Error("The diagram has no place.");
  await playground.page.mouse.click(box.x + box.width / 2, box.y + box.height - 24);
  await expect.poll(() => nowMs(playground)).toBeLessThan(2_000);
});

test("the life of an entry goes on beyond what is in sight, to a node that was away", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  const leader = (await playground.view()).nodes.find(({ role }) => role === "leader")?.id ?? 0;
  const away = (leader + 1) % 5;
  await playground.act({ crash: away });
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.seek(20_000);
  await playground.act({ restart: away });
  await playground.seek(24_000);
  await playground.seek(4_500);
  await open(playground);
  await page.getByRole("combobox", { name: "Life of" }).selectOption("Entry SET x=1");
  const life = page.getByRole("region", { name: "The life of it" });
  await expect(life).toContainText("Known to be committed on 5 of 5 nodes, applied on 5.");
  const late = life.getByRole("button", { name: new RegExp(`^2\\d.*Node ${away} commits`) });
  await expect(late).toHaveCount(1);
  const at = await momentOf(late);
  await late.press("Enter");
  await expect.poll(async () => Math.abs((await nowMs(playground)) - at)).toBeLessThanOrEqual(1);
  await expect(events(playground).filter({ hasText: `Node ${away} commits` })).not.toHaveCount(0);
});

test("one event and another: whether the first could have influenced the second", async ({
  playground,
  page,
}) => {
  await anEvening(playground);
  await open(playground);
  await page.getByRole("combobox", { name: "Life of" }).selectOption("Entry SET x=1");
  const steps = page.getByRole("region", { name: "The life of it" }).getByRole("button");
  await steps.first().press("Enter");
  await expect(reading(playground)).toHaveText(/may have come of it/);
  await steps.last().hover();
  await expect(reading(playground)).toHaveText(
    /The earlier of the two could have influenced the later one, by [3-9] messages/,
  );
});

test("filters keep what is asked for", async ({ playground, page }) => {
  await anEvening(playground);
  await open(playground);
  await page.getByRole("combobox", { name: "Messages" }).selectOption("Clients");
  await page.getByRole("combobox", { name: "Node" }).selectOption({ index: 1 });
  const names = await events(playground).allTextContents();
  expect(names).not.toHaveLength(0);
  for (const name of names) expect(name).toMatch(/Node 0|client/i);
  await page.getByRole("combobox", { name: "Node" }).selectOption("All nodes");
  await expect(events(playground).filter({ hasText: "client request" })).not.toHaveCount(0);
  await expect(events(playground).filter({ hasText: "AppendEntries" })).toHaveCount(0);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("it opens from Time, is pinched, moved, and pressed", async ({ playground, page }) => {
    await anEvening(playground);
    await playground.tab("Time");
    await page.getByRole("button", { name: "Diagram", exact: true }).tap();
    await expect(playground.dialog).toHaveAccessibleName("Space-time diagram");
    await expect(events(playground)).not.toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      360,
    );
    await expect(page.getByRole("button", { name: "Figure…" })).toBeInViewport({ ratio: 1 });
    const box = await area(playground).boundingBox();
    if (!box) throw new Error("The diagram has no place.");
    const middle = box.y + box.height / 2;
    const touch = await page.context().newCDPSession(page);
    const fingers = (type: "touchStart" | "touchMove" | "touchEnd", ...places: number[]) =>
      touch.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: places.map((x, id) => ({ x: box.x + x, y: middle, id })),
      });
    const wide = await events(playground).count();
    await fingers("touchStart", 140, 200);
    for (const apart of [20, 40, 60]) await fingers("touchMove", 140 - apart, 200 + apart);
    await fingers("touchEnd");
    await expect.poll(() => events(playground).count()).toBeLessThan(wide);
    const last = await events(playground).last().textContent();
    await fingers("touchStart", 100);
    for (const x of [130, 170, 220]) await fingers("touchMove", x);
    await fingers("touchEnd");
    await expect(events(playground).last()).not.toHaveText(last ?? "");
    const before = await nowMs(playground);
    await page.touchscreen.tap(box.x + 60, box.y + 4);
    await expect.poll(() => nowMs(playground)).toBeLessThan(before);
  });
});
