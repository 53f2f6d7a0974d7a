// @ts-check
// The page in Chromium: how busy its main thread is, and how many frames it draws.

import { spawn } from "node:child_process";
import { execPath } from "node:process";
import { findChromium } from "../chromium.mjs";
import { buildPage, DIST, firstLoad } from "./bytes.mjs";
import { median, printTable } from "./table.mjs";

const WINDOWS = 3;
const WINDOW_MS = 4_000;
const WRITE_EVERY_MS = 50;
const ENTRIES = 1_000;

/** A cluster idle, and one with many writes, both at real speed. */
export async function browser() {
  buildPage();
  const executablePath = await findChromium();
  if (!executablePath) throw new Error("Chromium is missing: `npm test` installs it.");
  const { chromium } = await import("@playwright/test");
  const server = await serve();
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname.slice(1)));
    await page.goto(server.url);
    await start(page);
    const planned = firstLoad();
    const extra = asked.map((path) => path || "index.html").filter((path) => !planned.has(path));
    const idle = await watch(page);
    const before = await fill(page);
    const writing = await watch(page);
    const after = await entries(page);
    console.log(`Chromium ${browser.version()}, no graphics card, 1280 × 800, five nodes at 1×.
Busy: the share of time in which the main thread had a task (TaskDuration). CPU: the share in
which it computed (ThreadTime), without waiting for its turn on a busy machine. Medians of
${WINDOWS} windows of ${WINDOW_MS / 1000} s.
`);
    printTable(
      ["", "busy", "CPU", "frames/s", "RaftScope: busy", "frames/s", "reach"],
      [
        ["idle", ...figures(idle), "73 %", "", "10 % busy"],
        [
          `a write every ${WRITE_EVERY_MS} ms, ${before} to ${after} entries`,
          ...figures(writing),
          "98 %",
          "16.8 at 139 entries",
          "60 frames/s",
        ],
      ],
    );
    if (extra.length) console.log(`\nAlso loaded at the start: ${extra.join(", ")}.`);
  } finally {
    await browser.close();
    server.stop();
  }
}

/**
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {{ busy: number, cpu: number, frames: number }} Watched
 *
 * The documented interface of the element, as far as it is used here.
 * @typedef {HTMLElement & {
 *   ready: Promise<void>,
 *   view: unknown,
 *   act(action: unknown): void,
 *   tick(n: number): void,
 *   play(): void,
 * }} Playground
 */

/** @param {Watched} watched */
function figures({ busy, cpu, frames }) {
  return [`${(busy * 100).toFixed(1)} %`, `${(cpu * 100).toFixed(1)} %`, frames.toFixed(1)];
}

/** Serves dist/ and waits for the address. */
async function serve() {
  const server = spawn(execPath, ["tools/serve.mjs", DIST], {
    cwd: new URL("../..", import.meta.url),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise((resolve, reject) => {
    let text = "";
    server.stdout.on("data", (part) => {
      text += part;
      const found = text.match(/http:\S+/)?.[0];
      if (found) resolve(found);
    });
    server.on("exit", () => reject(new Error("the page cannot be served.")));
  });
  return { url: String(url), stop: () => server.kill() };
}

/**
 * Waits until the page can play, elects a leader and plays at real speed.
 * @param {Page} page
 */
async function start(page) {
  const runs = page.evaluate(async () => {
    await customElements.whenDefined("raft-playground");
    const element = /** @type {Playground} */ (document.querySelector("raft-playground"));
    await element.ready;
    element.setAttribute("speed", "1");
    element.tick(1_000);
    element.play();
  });
  const patience = new Promise((_, reject) => {
    setTimeout(() => reject(new Error("the page does not get ready.")), 15_000);
  });
  await Promise.race([runs, patience]);
}

/**
 * Has a client write until there are enough entries, and keeps it writing from then on.
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
 * How many entries are committed, from the page's own words.
 * @param {Page} page
 */
async function entries(page) {
  const status = await page.getByRole("status").first().textContent();
  return Number(status?.match(/(\d[\d\s,.]*) (?:entries|entry)/)?.[1]?.replace(/\D/g, ""));
}

/**
 * Looks on for some windows of time: the medians.
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
