// @ts-check
// The space-time diagram of an hour in Chromium: the main thread's work in each frame.

import { withPage } from "./page.mjs";
import { at, printTable } from "./table.mjs";

const HOUR_MS = 3_600_000;
const FILL_PER_SECOND = 2;
const WINDOW_MS = 5_000;
/** Zooming in and out again takes so many notches of the wheel, one in each frame. */
const NOTCHES = 120;
const REACH_MS = 8;

/** @typedef {import("./page.mjs").Page} Page */

/** Work in a frame: an hour in sight, zooming through it, and playing beside it. */
export function diagram() {
  return withPage(async (page, _, version) => {
    await page.evaluate(
      async ([ms = 0, perSecond = 0]) => {
        const element =
          /** @type {import("./page.mjs").Playground & { seek(ms: number): void }} */ (
            document.querySelector("raft-playground")
          );
        await element.act({ workload: { per_second: perSecond, clients: 1 } });
        element.seek(ms);
        element.setAttribute("speed", "10");
      },
      [HOUR_MS, FILL_PER_SECOND],
    );
    await page.waitForFunction(
      (ms) => {
        const element = document.querySelector("raft-playground");
        const { now } = /** @type {{ view: { now: number } }} */ (/** @type {unknown} */ (element))
          .view;
        return now >= ms * 1_000;
      },
      HOUR_MS,
      { timeout: 120_000 },
    );
    await page.keyboard.press(";");
    const area = page.getByRole("group", { name: /^Time: arrow keys/ });
    await area.press("0");
    await page.waitForTimeout(2_000);
    const moving = await framesDuring(page, () => wheel(page, 1));
    const zooming = await framesDuring(page, async () => {
      await wheel(page, -1);
      await wheel(page, 1);
    });
    await page.getByRole("button", { name: "Now", exact: true }).click();
    await page.getByRole("button", { name: "Play", exact: true }).click();
    const playing = await framesDuring(page, () => page.waitForTimeout(WINDOW_MS));
    console.log(`Chromium ${version}, no graphics card, 1280 × 800, five nodes, an hour with ${FILL_PER_SECOND * 3600} operations.
Milliseconds for which the main thread computed in each frame. Reach: 95th percentile ${REACH_MS}.
`);
    printTable(
      ["", "median", "95th percentile", "longest", "frames"],
      [
        ["the whole hour in sight, moved about", ...row(moving)],
        ["zooming in on it and out again", ...row(zooming)],
        ["playing at 10× with the diagram open", ...row(playing)],
      ],
    );
  });
}

/**
 * Turns the wheel over the middle of the diagram, a notch in each frame.
 * @param {Page} page
 * @param {1 | -1} direction
 */
async function wheel(page, direction) {
  await page.evaluate(
    ([notches = 0, by = 0]) =>
      new Promise((resolve) => {
        const area = document
          .querySelector("raft-playground")
          ?.shadowRoot?.querySelector(".diagram-area");
        const box = area?.getBoundingClientRect();
        let left = notches;
        const turn = () => {
          left -= 1;
          if (left < 0 || !area || !box) {
            resolve(undefined);
            return;
          }
          const place = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
          area.dispatchEvent(
            new WheelEvent("wheel", { deltaY: by, bubbles: true, cancelable: true, ...place }),
          );
          requestAnimationFrame(turn);
        };
        requestAnimationFrame(turn);
      }),
    [NOTCHES, direction * 40],
  );
}

/**
 * The CPU milliseconds of the main thread in each frame meanwhile.
 * @param {Page} page
 * @param {() => Promise<void>} work
 * @returns {Promise<number[]>}
 */
async function framesDuring(page, work) {
  const browser = page.context().browser();
  if (!browser) throw new Error("the browser is gone.");
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  await work();
  /** @type {{ traceEvents: { name: string, ph: string, pid: number, tid: number, ts: number, tdur?: number, args?: { name?: string } }[] }} */
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const frames = traceEvents.filter(({ name }) => name === "FireAnimationFrame");
  // The page's main thread is the one in which most frames fire.
  /** @type {Map<string, number[]>} */
  const starts = new Map();
  for (const { pid, tid, ts } of frames) {
    const key = `${pid}/${tid}`;
    starts.set(key, [...(starts.get(key) ?? []), ts]);
  }
  const [main = "", moments = []] =
    [...starts].toSorted((one, other) => other[1].length - one[1].length)[0] ?? [];
  const ends = moments.toSorted((one, other) => one - other);
  const sums = ends.map(() => 0);
  for (const { name, ph, pid, tid, ts, tdur } of traceEvents) {
    if (!name.endsWith("RunTask") || ph !== "X" || `${pid}/${tid}` !== main) continue;
    // A task belongs to the frame that fires in it or next after it.
    const frame = ends.findIndex((end) => end >= ts);
    if (frame >= 0) sums[frame] = (sums[frame] ?? 0) + (tdur ?? 0) / 1_000;
  }
  return sums.slice(1);
}

/** @param {number[]} frames */
function row(frames) {
  return [...[0.5, 0.95, 1].map((share) => at(frames, share).toFixed(1)), String(frames.length)];
}
