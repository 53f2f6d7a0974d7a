import { expect, test } from "./support.ts";

test("a text over the limit is refused, with the limit named", async ({ playground }) => {
  await playground.elect();
  await playground.unchangedBy(async () => {
    await playground.write("x".repeat(201));
    await expect(playground.notice).toHaveText(/at most 200 characters/);
    await playground.write("   ");
    await expect(playground.notice).toHaveText(/Nothing to write/);
  });
  await playground.write("x".repeat(200));
  await playground.playUntilStatus(/1 command committed$/);
});

test("a write to a crashed node ends unknown: the client says so", async ({ playground }) => {
  await playground.elect();
  await playground.press("Crash leader");
  const down = (await playground.view()).nodes.findIndex((node) => node.status === "crashed");
  await playground.node(down).click();
  await playground.write("SET x=1");
  const request = playground.requests.first();
  await expect(request).toContainText("still waiting");
  await playground.playUntil(() => expect(request).toContainText("unknown"));
  await expect(request).toContainText(/no answer/i);
});

test("a write to a follower is sent on to the leader, and says so", async ({ playground }) => {
  const leader = await playground.elect();
  const follower = (leader + 1) % 5;
  await playground.node(follower).click();
  await playground.write("SET x=1");
  await playground.tick(20);
  await expect(playground.requests.first()).toContainText(`Node ${leader}`);
  await playground.playUntil(() =>
    expect(playground.requests.first()).toContainText("acknowledged"),
  );
});

test("a write before there is a leader waits for one", async ({ playground }) => {
  await playground.write("SET early=1");
  await expect(playground.notice).toHaveText("Sent. Press Play to see it travel.");
  await expect(playground.requests.first()).toContainText("still waiting");
  await playground.press("Play");
  await expect(playground.notice).toBeHidden();
  await playground.press("Pause");
  await playground.playUntil(() =>
    expect(playground.requests.first()).toContainText("acknowledged"),
  );
});

test("a read answers with what was written", async ({ playground }) => {
  await playground.elect();
  await playground.write("SET x=41");
  await playground.playUntilStatus(/1 command committed$/);
  await playground.write("ADD x 1");
  await playground.playUntilStatus(/2 commands committed$/);
  await playground.write("GET x");
  await playground.playUntilStatus(/3 commands committed$/);
  await expect(playground.requests.filter({ hasText: "GET x" })).toContainText("42");
});

test("to crash a leader where there is none says so", async ({ playground }) => {
  await playground.unchangedBy(async () => {
    await playground.press("Crash leader");
    await expect(playground.notice).toHaveText(/leader/);
  });
});
