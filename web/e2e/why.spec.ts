/** Why, from the logs and from the diagram; what comes if we wait; silence; and what a run costs. */

import type { Locator } from "@playwright/test";
import { expect, type Playground, test } from "./support.ts";

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

const answer = ({ dialog }: Playground): Locator => dialog.getByRole("status", { name: "Answer" });
const events = ({ page }: Playground): Locator =>
  page.getByRole("list", { name: /^Events in sight/ }).getByRole("button");
const reading = ({ page }: Playground): Locator => page.locator(".diagram-reading");
const logs = ({ page }: Playground): Locator => page.getByRole("table", { name: "Logs" });

/** A leader with one follower, three nodes down, and an entry that so few cannot commit. */
async function anUncommittedEntry(playground: Playground): Promise<void> {
  await playground.seek(4_000);
  const leader = await playground.leader();
  const others = [0, 1, 2, 3, 4].filter((node) => node !== leader);
  for (const node of others.slice(0, 3)) await playground.act({ crash: node });
  await playground.act({ write: "SET x=1", to: leader });
  await playground.tick(60);
}

async function openDiagram(playground: Playground): Promise<void> {
  await playground.page.keyboard.press(";");
  await expect(reading(playground)).toHaveText(/^Solid: a request/);
}

test("by keyboard, from an entry of the logs: why not, its event, what must happen as a branch", async ({
  playground,
  page,
}) => {
  await anUncommittedEntry(playground);
  await logs(playground).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator(".log-cell:focus")).toHaveText(/not known to Node \d as committed/);
  await page.keyboard.press("Enter");
  await expect(playground.dialog).toHaveAccessibleName("Ask why");
  await expect(answer(playground)).toContainText("Why is entry 1 of term 1 not committed?");
  await expect(answer(playground)).toContainText(
    /Entry 1 of term 1 is on 2 of 5 logs.*one more of/,
  );

  const clause = answer(playground)
    .getByRole("listitem")
    .filter({ hasText: "has been down since 4.00 s" });
  await clause
    .first()
    .getByRole("button", { name: /^Go to/ })
    .focus();
  await page.keyboard.press("Enter");
  await expect(playground.dialog).toBeHidden();
  await expect.poll(async () => (await playground.view()).now).toBe(4_000_000);

  // A little later there is still something to come: what must happen makes a branch.
  await playground.seek(4_500);
  await logs(playground).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const needs = playground.dialog.getByRole("list", { name: "What must happen" });
  await needs.getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  await expect(playground.dialog).toBeHidden();
  await expect(logs(playground)).toContainText(/term 1, committed/);
  expect((await playground.view()).branches).toHaveLength(2);
});

test("on a phone by touch, an entry of the logs is asked about", async ({ another }) => {
  const playground = await another(PHONE);
  await playground.open();
  await anUncommittedEntry(playground);
  const cell = playground.page.locator(".log-cell.hollow").first();
  await cell.tap();
  await expect(playground.dialog).toHaveAccessibleName("Ask why");
  await expect(answer(playground)).toContainText("entry 1 of term 1 is not committed");
  const needs = playground.dialog.getByRole("list", { name: "What must happen" });
  await needs.getByRole("button").first().tap();
  await expect(playground.dialog).toBeHidden();
  await expect(playground.page.locator(".log-cell.solid").first()).toBeVisible();
});

test("an entry that others know to be committed is asked about as such", async ({ playground }) => {
  await playground.seek(4_000);
  const leader = await playground.leader();
  const cut = (leader + 1) % 5;
  await playground.act({ write: "SET x=1", to: leader });
  await playground.tick(30);
  await playground.act({ isolate: cut });
  await playground.tick(100);
  const held = (await playground.view()).nodes[cut];
  expect(held?.commitIndex).toBeNull();
  await playground.press("Ask");
  await playground.dialog.getByRole("combobox", { name: "About Node" }).selectOption(`${cut}`);
  const question = `Why does Node ${cut} not know entry 1 to be committed?`;
  await playground.dialog.getByRole("button", { name: question }).click();
  await expect(answer(playground)).toContainText("is known to be committed by Node");
});

test("an event of the diagram opens its decision, and a lost message says why", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  const leader = await playground.leader();
  await playground.act({ cut: [leader, (leader + 1) % 5] });
  await playground.tick(100);
  await openDiagram(playground);
  const lost = events(playground).filter({ hasText: "lost at a cut link" }).filter({
    hasNotText: "sent;",
  });
  await lost.first().focus();
  await page.keyboard.press("!");
  await expect(playground.dialog).toHaveAccessibleName("Ask why");
  await expect(answer(playground)).toContainText("Why was this message lost?");
  await expect(answer(playground)).toContainText(
    `The way from Node ${leader} to Node ${(leader + 1) % 5} was cut`,
  );
  await page.keyboard.press("Escape");

  await playground.page.locator(".diagram-area").focus();
  await page.keyboard.press("0");
  const voted = events(playground).filter({ hasText: "votes for Node" }).first();
  await voted.focus();
  const sentence = ((await voted.textContent()) ?? "").split(": ")[1] ?? "";
  // The button beside the filters does the same as the key.
  await page.locator(".diagram-asks").getByRole("button", { name: "Why so?" }).focus();
  await page.keyboard.press("Enter");
  await expect(answer(playground)).toContainText(sentence);
  await expect(answer(playground)).toContainText("What would have changed it");
});

test("a message that arrived leads to what its receiver decided", async ({ playground, page }) => {
  await playground.seek(4_000);
  await openDiagram(playground);
  await page.locator(".diagram-area").focus();
  await page.keyboard.press("0");
  const request = events(playground)
    .filter({ hasText: /RequestVote, term 1, arrives/ })
    .first();
  await request.focus();
  await page.keyboard.press("!");
  await expect(answer(playground)).toContainText("What became of this message?");
  const decided = playground.dialog.getByRole("list", { name: "What its receiver decided" });
  await decided
    .getByRole("button", { name: /^Why so/ })
    .last()
    .click();
  await expect(answer(playground)).toContainText("What would have changed it");
});

test("dashed lanes ahead of now say what comes if we wait", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.act({ crash: await playground.leader() });
  await playground.tick(10);
  await openDiagram(playground);
  const before = await playground.moment();
  const picture = () => page.locator(".diagram-area canvas").screenshot();
  await playground.press("If we wait");
  await expect(playground.button("If we wait")).toHaveAttribute("aria-pressed", "true");
  await expect(reading(playground)).toHaveText(
    /^Dashed: if we wait, and nobody does anything\. Until .* a leader is elected at (\d+\.\d+) s/,
  );
  const words = (await reading(playground).textContent()) ?? "";
  const at = Number(/elected at (\d+\.\d+) s/.exec(words)?.[1]);
  const dashed = await picture();
  expect(await playground.moment()).toEqual(before);
  // Nobody does anything: it comes as it was said.
  await playground.seek(at * 1_000 + 1);
  const elected = (await playground.view()).nodes.find(
    ({ role, status }) => role === "leader" && status === "up",
  );
  expect(elected?.term).toBeGreaterThan(1);
  await playground.seek(before.now / 1_000);
  await playground.press("If we wait");
  await expect(reading(playground)).not.toHaveText(/^Dashed/);
  expect((await picture()).equals(dashed)).toBe(false);
});

test("what waits for a disk is an event of feed and diagram, and a line of the inspector", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  const leader = await playground.leader();
  await playground.act({ disk: "stalls", node: leader });
  await playground.act({ write: "SET x=1", to: leader });
  await playground.tick(60);
  await expect(
    page.getByRole("listitem").filter({
      hasText: new RegExp(
        `Node ${leader} waits for its disk: \\d messages? .* and the disk stalls`,
      ),
    }),
  ).toHaveCount(1);
  await playground.node(leader).click();
  await playground.tab(/Selected|Node/);
  const kept = page.getByRole("list", { name: "What it keeps to itself" });
  await expect(kept).toContainText(`Node ${leader}'s disk has stalled since 4.00 s`);
  await expect(kept).toContainText("wait for that");
  await openDiagram(playground);
  const held = events(playground).filter({ hasText: "waits for its disk" });
  await held.first().focus();
  await page.keyboard.press("!");
  await expect(answer(playground)).toContainText(`Node ${leader}'s disk has stalled since 4.00 s`);
});

test("what a run costs stands behind a press in the verdict", async ({ playground, page }) => {
  await playground.seek(4_000);
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.tick(100);
  await page.keyboard.press("j");
  await expect(playground.dialog.getByRole("img", { name: /^From/ })).toHaveCount(0);
  await playground.dialog.getByRole("button", { name: "What it costs…" }).click();
  const plot = playground.dialog.getByRole("img", {
    name: /^From 0\.00 s to .*messages a second$/,
  });
  await expect(plot).toBeVisible();
  await expect(plot.locator("rect.cost-elections").first()).toBeAttached();
  await expect(playground.dialog.getByText(/^\d+\.\d messages, \d+ bytes$/)).toHaveCount(3);
  await playground.dialog.getByRole("button", { name: "bytes", exact: true }).click();
  await expect(playground.dialog.getByRole("img", { name: /bytes a second$/ })).toBeVisible();
  const sent = (await playground.view()).counts.messages;
  const kinds = playground.dialog.getByRole("row").getByRole("cell").filter({ hasText: /\d/ });
  const numbers = (await kinds.allTextContents()).map((text) => Number(text.replace(/\D/g, "")));
  const messages = numbers.filter((_, place) => place % 2 === 0);
  expect(messages.reduce((sum, count) => sum + count, 0)).toBe(sent);
});

test("on a phone by touch: the costs, and what comes if we wait", async ({ another }) => {
  const playground = await another(PHONE);
  await playground.open();
  await playground.seek(4_000);
  await playground.page.keyboard.press("j");
  await playground.dialog.getByRole("button", { name: "What it costs…" }).tap();
  await expect(playground.dialog.getByRole("img", { name: /^From/ })).toBeVisible();
  const beside = await playground.dialog.evaluate((it) => it.scrollWidth - it.clientWidth);
  expect(beside).toBe(0);
  await playground.dialog.getByRole("button", { name: /^Close/ }).tap();
  await openDiagram(playground);
  await playground.button("If we wait").tap();
  await expect(reading(playground)).toHaveText(/^Dashed: if we wait/);
});

test("a file with an answer that is another one says so", async ({ playground }) => {
  const file = (
    name: string,
    needs: string,
  ) => `{"format":1,"title":"${name}","seed":3,"options":{"nodes":3},"actions":[
    {"at_ms":4000,"do":{"crash":2}},{"at_ms":4000,"do":{"crash":1}}],
    "expect":[{"at_ms":9000,"why_not":"leader","needs":${needs}}],"until_ms":10000}`;
  const open = async (name: string, needs: string) => {
    await playground.page.route(`**/${name}`, (route) =>
      route.fulfill({ body: file(name, needs) }),
    );
    await playground.host.evaluate((host, src) => host.setAttribute("src", src), `./${name}`);
    await expect.poll(async () => (await playground.view()).title).toBe(name);
  };
  const complaint = playground.page.getByText(/bring Node 1 up, or bring Node 2 up/);
  await open("right.json", '[[{"up":1}],[{"up":2}]]');
  await expect(complaint).toHaveCount(0);
  await open("wrong.json", '[[{"up":1}]]');
  await expect(complaint).toBeVisible();
});
