// @ts-check
// The page in Chromium: how busy its main thread is, and how many frames it draws.

import { firstLoad } from "./bytes.mjs";
import { withPage } from "./page.mjs";
import { median, printTable } from "./table.mjs";

const WINDOWS = 3;
const WINDOW_MS = 4_000;
const WRITE_EVERY_MS = 50;
const ENTRIES = 1_000;

/** A cluster idle, and one with many writes, both at real speed. */
export function browser() {
  return withPage(async (page, asked, version) => {
    const planned = firstLoad();
    const extra = asked.map((path) => path || "index.html").filter((path) => !planned.has(path));
    const idle = await watch(page);
    const before = await fill(page);
    const writing = await watch(page);
    const after = await entries(page);
    console.log(`Chromium ${version}, no graphics card, 1280 × 800, five nodes at 1×.
Busy: the share of time in which the main thread had a task (TaskDuration). CPU: the share in
which it computed (ThreadTime), without waiting for its turn on a busy machine; the same in
milliseconds a frame. The strip is in sight. Medians of ${WINDOWS} windows of ${WINDOW_MS / 1000} s.
`);
    printTable(
      ["", "busy", "CPU", "frames/s", "ms a frame", "RaftScope: busy", "frames/s", "reach"],
      [
        ["idle", ...figures(idle), "73 %", "", "10 % busy, 60 frames/s"],
        [
          `a write every ${WRITE_EVERY_MS} ms, ${before} to ${after} entries`,
          ...figures(writing),
          "98 %",
          "16.8 at 139 entries",
          "20 % busy, 60 frames/s",
        ],
      ],
    );
    if (extra.length) console.log(`\nAlso loaded at the start: ${extra.join(", ")}.`);
  });
}

/**
 * @typedef {import("./page.mjs").Page} Page
 * @typedef {import("./page.mjs").Playground} Playground
 * @typedef {{ busy: number, cpu: number, frames: number }} Watched
 */

/** @param {Watched} watched */
function figures({ busy, cpu, frames }) {
  return [
    `${(busy * 100).toFixed(1)} %`,
    `${(cpu * 100).toFixed(1)} %`,
    frames.toFixed(1),
    ((cpu * 1_000) / frames).toFixed(2),
  ];
}

/**
 * Lets a client write until there are enough entries, and go on writing after that.
 * The number of entries.
 * @param {Page} page
 */
async function fill(page) {
  await page.evaluate(
    ([every = 0, wanted = 0]) => {
      const element = /** @type {Playground} */ (document.querySelector("raft-playground"));
      let number = 0;
      const write = () => {
        number += 1;
        element.act({ write: `SET k${number % 8}=${number}`, to: "any" });
      };
      while (number < wanted + 20) {
        write();
        element.tick(every / 10);
      }
      element.play();
      setInterval(write, every);
    },
    [WRITE_EVERY_MS, ENTRIES],
  );
  return entries(page);
}

/**
 * The number of committed commands, read from the page's text.
 * @param {Page} page
 */
async function entries(page) {
  const status = await page.getByRole("status").first().textContent();
  return Number(status?.match(/(\d[\d\s,.]*) commands?/)?.[1]?.replace(/\D/g, ""));
}

/**
 * Measures for some windows of time. Returns the medians.
 * @param {Page} page
 * @returns {Promise<Watched>}
 */
async function watch(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const reading = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    /** @param {string} name */
    const value = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { task: value("TaskDuration"), thread: value("ThreadTime"), at: value("Timestamp") };
  };
  await page.evaluate(() => {
    if (Reflect.has(window, "framesDrawn")) return;
    let drawn = 0;
    const count = () => {
      drawn += 1;
      Reflect.set(window, "framesDrawn", drawn);
      requestAnimationFrame(count);
    };
    count();
  });
  const frames = () => page.evaluate(() => Number(Reflect.get(window, "framesDrawn")));
  await page.waitForTimeout(1_000);
  /** @type {Watched[]} */
  const windows = [];
  for (let nth = 0; nth < WINDOWS; nth += 1) {
    const [before, framesBefore] = [await reading(), await frames()];
    await page.waitForTimeout(WINDOW_MS);
    const [after, framesAfter] = [await reading(), await frames()];
    const seconds = after.at - before.at;
    windows.push({
      busy: (after.task - before.task) / seconds,
      cpu: (after.thread - before.thread) / seconds,
      frames: (framesAfter - framesBefore) / seconds,
    });
  }
  await session.detach();
  return {
    busy: median(windows.map((window) => window.busy)),
    cpu: median(windows.map((window) => window.cpu)),
    frames: median(windows.map((window) => window.frames)),
  };
}
