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
    // In the order of the calls, since this action needs no part that is fetched late.
    const acted = host.act({ write: "SET x=1", to: "leader" });
    host.tick(100);
    await acted;
    return { kinds, committed: host.view.committed, link: host.link };
  });
  expect(told.kinds).toEqual(expect.arrayContaining(["leader_elected", "committed"]));
  expect(told.committed).toBe(1);
  expect(told.link).toMatch(/^#[\w-]+$/);
  const refused = await playground.host.evaluate((host: RaftPlayground) =>
    host.act({ crash: 7 }).then(
      () => null,
      (error) => (error instanceof Error ? error.message : "no error"),
    ),
  );
  expect(refused).toMatch(/Node|node|crash/);
  // An action that takes the full engine is done when its promise resolves.
  const slow = await playground.host.evaluate(async (host: RaftPlayground) => {
    await host.act({ disk_ms: [40, 40] });
    return host.view.options.diskMs;
  });
  expect(slow).toEqual([40, 40]);
  const answer = await playground.host.evaluate((host: RaftPlayground) => host.ask("commit 1"));
  expect(answer.headline).toMatch(/committed/);
  expect(answer.comesByItself).toBe(true);
  const noQuestion = await playground.host.evaluate((host: RaftPlayground) =>
    host.ask("dance").then(String, (error) => (error instanceof Error ? error.message : "")),
  );
  expect(noQuestion).toMatch(/^Expected leader, win N, .*found "dance"\.$/);
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

test("put elsewhere while its strip waits to be drawn, it keeps its colors", async ({
  playground,
}) => {
  await playground.seek(4_000);
  await playground.act({ crash: 1 });
  const [moved, dark, anew] = await playground.host.evaluate(async (host: RaftPlayground) => {
    const drawn = async () => {
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    };
    const canvas = host.shadowRoot?.querySelector<HTMLCanvasElement>("raft-time-strip canvas");
    host.setAttribute("theme", "light");
    await drawn();
    const { parentElement } = host;
    host.tick(30);
    host.remove();
    await drawn();
    parentElement?.append(host);
    await drawn();
    const pictures = [canvas?.toDataURL()];
    for (const theme of ["dark", "light"]) {
      host.setAttribute("theme", theme);
      await drawn();
      pictures.push(canvas?.toDataURL());
    }
    return pictures;
  });
  expect(moved).toMatch(/^data:/);
  expect(dark).not.toBe(moved);
  expect(moved).toBe(anew);
});
