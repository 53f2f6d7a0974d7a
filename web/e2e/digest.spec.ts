import { readFileSync } from "node:fs";
import type { Microseconds } from "../engine/view.ts";
import { buildNative, nativeReport } from "../tests/native.ts";
import { expect, type Playground, test } from "./support.ts";

const json = readFileSync(new URL("../../scenarios/story.json", import.meta.url), "utf8");

test.beforeAll(() => {
  test.setTimeout(900_000);
  buildNative();
});

/** Plays at this rate from a moment on, for a while, and says where it stopped. */
async function playFor(
  playground: Playground,
  rate: number,
  from: Microseconds,
  span: Microseconds,
): Promise<{ readonly now: Microseconds; readonly digest: string }> {
  await playground.seek(from / 1000);
  await playground.speed(rate);
  await playground.press("Play");
  await expect.poll(async () => (await playground.view()).now).toBeGreaterThan(from + span);
  await playground.press("Pause");
  return playground.view();
}

test("a run has one digest: in Chromium at 0.1×, 1× and 100×, and natively", async ({
  playground,
  page,
}) => {
  const native = nativeReport(json);
  const writtenAt = await openScenario(playground);
  // The first two hundred milliseconds of a replication take two seconds at 0.1×.
  for (const [rate, span] of [
    [0.1, 200_000],
    [1, 500_000],
    [100, native.until_us],
  ] as const) {
    await test.step(`${rate}×`, async () => {
      const { now, digest } = await playFor(playground, rate, writtenAt, span);
      expect(digest, `at ${now}`).toBe(nativeReport(json, now).digest);
      await playground.seek(native.until_us / 1000);
      expect((await playground.view()).digest).toBe(native.digest);
    });
  }
  await expect(page.getByRole("button", { name: /violation/ })).toContainText("0 violations");
});

test("Auto pace changes nothing either", async ({ playground }) => {
  const writtenAt = await openScenario(playground);
  await playground.seek(writtenAt / 1000);
  await playground.press("Auto");
  await playground.press("Auto");
  await playground.press("Play");
  await expect.poll(async () => (await playground.view()).committed).toBeGreaterThan(0);
  await playground.press("Pause");
  const { now, digest } = await playground.view();
  expect(digest).toBe(nativeReport(json, now).digest);
});

/** Opens the story, and says when its first write is sent. */
async function openScenario(playground: Playground): Promise<Microseconds> {
  await playground.page.route("**/the-story.json", (route) => route.fulfill({ body: json }));
  await playground.host.evaluate((host) => host.setAttribute("src", "./the-story.json"));
  await expect.poll(async () => (await playground.view()).title).not.toBe("");
  await playground.seek(30_000);
  const [first] = (await playground.view()).requests;
  if (!first) throw new Error("The story has no write.");
  return first.sentAt;
}
