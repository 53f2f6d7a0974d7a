import { expect, test } from "./support.ts";

test("by keyboard: why is there no leader, and what must happen", async ({ playground, page }) => {
  await playground.seek(4_000);
  for (const node of [0, 1, 2]) await playground.act({ crash: node });
  await playground.tick(300);
  await page.keyboard.press("!");
  await expect(playground.dialog).toHaveAccessibleName("Ask why");
  const answer = playground.dialog.getByRole("status", { name: "Answer" });
  await expect(answer).toContainText("there is no leader");
  await expect(answer).toContainText("If we wait: never");
  const needs = playground.dialog.getByRole("list", { name: "What must happen" });
  await expect(needs.getByRole("listitem")).toHaveCount(3);
  const first = needs.getByRole("button").first();
  await first.focus();
  await page.keyboard.press("Enter");
  await expect(playground.dialog).toBeHidden();
  await expect(playground.status).toHaveText(/^Node \d leads term \d+; 3 of 5 up/);
});

test("a clause leads to its event, and any node can be asked about", async ({ playground }) => {
  await playground.seek(4_000);
  await playground.act({ crash: 3 });
  await playground.tick(200);
  await playground.press("Ask");
  await playground.dialog.getByRole("combobox", { name: "About Node" }).selectOption("3");
  await playground.dialog.getByRole("button", { name: "Why is Node 3 silent?" }).last().click();
  const answer = playground.dialog.getByRole("status", { name: "Answer" });
  await expect(answer).toContainText("Node 3 is silent");
  await answer
    .getByRole("button", { name: /^Go to 4/ })
    .first()
    .click();
  await expect(playground.dialog).toBeHidden();
  await expect.poll(async () => (await playground.view()).now).toBe(4_000_000);
});

test("by keyboard: why did a node vote, and what would have changed that", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  await page.keyboard.press("!");
  const decisions = playground.dialog.getByRole("combobox", { name: "Why so?" });
  await decisions.focus();
  const vote = decisions.getByRole("option", { name: /votes for Node/ }).first();
  await decisions.selectOption((await vote.getAttribute("value")) ?? "");
  const answer = playground.dialog.getByRole("status", { name: "Answer" });
  await expect(answer).toContainText(/Node \d votes for Node \d in term 1/);
  await expect(answer).toContainText("asks");
  const rule = answer.getByRole("list", { name: "The rule" });
  await expect(rule.getByRole("listitem").filter({ hasText: "this line decided" })).toContainText(
    "votedFor ← candidateId",
  );
  const changed = answer.getByRole("list", { name: "What would have changed it" });
  await expect(changed.getByRole("listitem").first()).toContainText(
    /^Had Node \d been in term 2 \(it was in 0\): Node \d refuses its vote/,
  );
  await answer.getByRole("button", { name: /^Go to / }).focus();
  await page.keyboard.press("Enter");
  await expect(playground.dialog).toBeHidden();
  await expect.poll(async () => (await playground.view()).now).toBeLessThan(4_000_000);
});

test("a press on the section of a decision asks why", async ({ playground, page }) => {
  await playground.seek(4_000);
  const line = page
    .getByRole("listitem")
    .filter({ hasText: /votes for Node/ })
    .first();
  const sentence = (await line.locator("[id^=event-]").textContent()) ?? "";
  await line.getByRole("button", { name: "Raft §5.4.1" }).click();
  await expect(playground.dialog).toHaveAccessibleName("Ask why");
  const answer = playground.dialog.getByRole("status", { name: "Answer" });
  await expect(answer).toContainText(sentence.split(":")[0]?.trim() ?? "votes");
  await expect(answer).toContainText("What would have changed it");
  expect((await playground.view()).now).toBe(4_000_000);
});

test("a moment in the first second is one, and no length of time", async ({ playground }) => {
  await playground.seek(544);
  await playground.act({ crash: 3 });
  await playground.tick(5);
  await playground.press("Ask");
  await playground.dialog.getByRole("combobox", { name: "About Node" }).selectOption("3");
  await playground.dialog.getByRole("button", { name: "Why is Node 3 silent?" }).last().click();
  const answer = playground.dialog.getByRole("status", { name: "Answer" });
  await expect(answer).toContainText("Node 3 has been down since 0.54 s.");
  await expect(answer).not.toContainText("since 544 ms");
});

test("a clause leads to its event in the diagram, which has the focus there", async ({
  playground,
  page,
}) => {
  await playground.seek(4_000);
  await playground.act({ crash: 3 });
  await playground.tick(500);
  await playground.press("Ask");
  await playground.dialog.getByRole("combobox", { name: "About Node" }).selectOption("3");
  await playground.dialog.getByRole("button", { name: "Why is Node 3 silent?" }).last().click();
  const link = playground.dialog.getByRole("button", {
    name: "In the diagram: Node 3 has been down since 4.00 s.",
  });
  const now = (await playground.view()).now;
  await link.click();
  await expect(playground.dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "Space-time diagram" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^4\.000 s: Node 3 crashes/ })).toBeFocused();
  expect((await playground.view()).now).toBe(now);
  // The diagram is open already: the link leads to another event in it.
  await page.keyboard.press("!");
  await playground.dialog.getByRole("combobox", { name: "About Node" }).selectOption("0");
  await playground.dialog
    .getByRole("button", { name: /^Why does Node 0 (not )?lead\?$/ })
    .last()
    .click();
  await playground.dialog
    .getByRole("button", { name: /^In the diagram: / })
    .first()
    .click();
  await expect(playground.dialog).toBeHidden();
  await expect(page.locator(".diagram-events button:focus")).toHaveCount(1);
});

test("on a phone by touch", async ({ another }) => {
  const playground = await another({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await playground.open();
  await playground.button("More").tap();
  await playground.button("Ask").tap();
  await expect(playground.dialog).toHaveAccessibleName("Ask why");
  const answer = playground.dialog.getByRole("status", { name: "Answer" });
  await expect(answer).toContainText("there is no leader");
  await playground.dialog.getByRole("button", { name: "Does Node 0 speak?" }).last().tap();
  await expect(answer).toContainText("Node 0");
  await expect(answer.getByRole("heading").first()).toBeInViewport();

  // Decisions are long sentences, and none of them makes the sheet wider than it is.
  await playground.dialog.getByRole("button", { name: /^Close/ }).tap();
  await playground.seek(4_000);
  await playground.button("More").tap();
  await playground.button("Ask").tap();
  const decisions = playground.dialog.getByRole("combobox", { name: "Why so?" });
  await decisions.selectOption({ index: 3 });
  await expect(answer).toContainText("What would have changed it");
  const beside = await playground.dialog.evaluate(
    (dialog) => dialog.scrollWidth - dialog.clientWidth,
  );
  expect(beside).toBe(0);
});
