import type { RaftEvents, RaftPlayground } from "../element/raft-playground.ts";
import { expect, test } from "./support.ts";

test("the element tells what happens, and does what scripts ask", async ({ playground }) => {
  const told = await playground.host.evaluate(async (host: RaftPlayground) => {
    const kinds: string[] = [];
    host.addEventListener("raft-events", (event) => {
      for (const each of (event as RaftEvents).detail.events) kinds.push(each.kind);
    });
    await host.ready;
    host.tick(400);
    host.act({ write: "SET x=1", to: "leader" });
    host.tick(100);
    return { kinds, committed: host.view.committed, link: host.link };
  });
  expect(told.kinds).toEqual(expect.arrayContaining(["leader_elected", "committed"]));
  expect(told.committed).toBe(1);
  expect(told.link).toMatch(/^#[\w-]+$/);
  const refused = await playground.host.evaluate((host: RaftPlayground) => {
    try {
      host.act({ crash: 7 });
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : "no error";
    }
  });
  expect(refused).toMatch(/Node|node|crash/);
});

test("its attributes are obeyed when they change", async ({ playground, page }) => {
  await playground.seek(5_000);
  const link = await playground.link();
  await playground.newRun();
  await playground.host.evaluate((host, value) => host.setAttribute("link", value), link);
  await expect.poll(async () => (await playground.view()).now).toBe(5_000_000);
  await playground.host.evaluate((host) => host.setAttribute("at", "2000"));
  await expect.poll(async () => (await playground.view()).now).toBe(2_000_000);
  await playground.host.evaluate((host) => host.setAttribute("speed", "10"));
  await expect(playground.slider("Speed")).toHaveAttribute("aria-valuetext", "10×");
  await playground.host.evaluate((host) => host.setAttribute("theme", "dark"));
  await expect(playground.host).toHaveAttribute("data-theme", "dark");
  await playground.host.evaluate((host) => host.setAttribute("controls", "none"));
  await expect(playground.button("Play")).toBeHidden();
  await expect(page.getByRole("button", { name: "Node 0", exact: true })).toBeVisible();
});

test("two of them on one page keep their own runs, and the keys know whom they mean", async ({
  playground,
  page,
}) => {
  await page.evaluate(async () => {
    const second = document.createElement("raft-playground") as RaftPlayground;
    document.querySelector("main")?.append(second);
    await second.ready;
  });
  const hosts = page.locator("raft-playground");
  const moments = () =>
    hosts.evaluateAll((all) => all.map((one) => (one as RaftPlayground).view.now));
  const second = hosts.nth(1);

  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await moments())[0]).toBeGreaterThan(0);
  const [first, untouched] = await moments();
  expect(untouched).toBe(0);

  await second.getByRole("button", { name: "Node 3", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await moments())[1]).toBeGreaterThan(0);
  expect((await moments())[0]).toBe(first);

  await second.getByRole("button", { name: "Crash leader" }).click();
  await expect(second.getByRole("alert")).toHaveText("There is no leader to crash just now.");
  await expect(hosts.first().getByRole("alert")).toBeHidden();
  await expect(playground.status).toBeVisible();
});
