// @ts-check
// The times between the page's frames while its workers hunt.

import { withPage } from "./page.mjs";
import { at, grouped, printTable } from "./table.mjs";

const WINDOW_MS = 8_000;
const SEEDS = 10_000_000;
/** Until a sheet has opened or closed, and a hunt has got going. */
const SETTLE_MS = 1_500;

/** @typedef {import("./page.mjs").Page} Page */

/** Times between frames: without a hunt, with its sheet closed, and with its figures in sight. */
export function smooth() {
  return withPage(async (page, _, version) => {
    const without = await frames(page);
    await page.keyboard.press("g");
    await page.getByRole("spinbutton", { name: "How many seeds" }).fill(String(SEEDS));
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("button", { name: "Hunt", exact: true }).click();
    const open = await frames(page);
    await page.keyboard.press("Escape");
    const closed = await frames(page);
    await page.keyboard.press("g");
    const { workers, speed } = await figures(page);
    console.log(`Chromium ${version}, no graphics card, 1280 × 800, five nodes at 1×, ${WINDOW_MS / 1000} s each.
The hunt: whole Raft, ${workers}, ${grouped(speed)} runs a second.
`);
    printTable(
      ["milliseconds a frame", "median", "95th percentile", "longest", "frames/s"],
      [
        ["no hunt", ...row(without)],
        ["a hunt under way, its sheet closed", ...row(closed)],
        ["a hunt under way, its sheet open", ...row(open)],
      ],
    );
  });
}

/**
 * Milliseconds from each frame to the next.
 * @param {Page} page
 * @returns {Promise<number[]>}
 */
async function frames(page) {
  await page.waitForTimeout(SETTLE_MS);
  return page.evaluate(
    (span) =>
      new Promise((resolve) => {
        /** @type {number[]} */
        const gaps = [];
        let last = performance.now();
        const end = last + span;
        const look = () => {
          const now = performance.now();
          gaps.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(look);
          else resolve(gaps.slice(1));
        };
        requestAnimationFrame(look);
      }),
    WINDOW_MS,
  );
}

/** @param {number[]} gaps */
function row(gaps) {
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  const times = [0.5, 0.95, 1].map((share) => at(gaps, share).toFixed(1));
  return [...times, ((gaps.length * 1000) / whole).toFixed(1)];
}

/**
 * The text of the sheet about its hunt.
 * @param {Page} page
 */
async function figures(page) {
  const workers = await page.getByText(/^\d+ workers?, every check on/).textContent();
  const rate = page.getByText("runs a second", { exact: true }).locator("xpath=../dd");
  const speed = Number((await rate.textContent())?.replace(/\D/g, ""));
  return { workers: workers?.split(",")[0] ?? "no worker", speed };
}
