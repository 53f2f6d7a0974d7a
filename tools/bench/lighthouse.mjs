// @ts-check
// Lighthouse's mobile preset over the built page, packed as most hosts pack it.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "node:process";
import { findChromium } from "../browsers.mjs";
import { buildPage } from "./bytes.mjs";
import { serve } from "./page.mjs";
import { median, printTable } from "./table.mjs";

/**
 * Fetched at the first run of this group and kept by npm: it weighs more than all else that the
 * project installs, so that `npm ci` is spared it. The last one for Node 20.
 */
const LIGHTHOUSE = "lighthouse@12.8.2";
const RUNS = 5;
const FLAGS = "--headless=new --no-sandbox --disable-gpu";

/** @typedef {{ score: number | null, numericValue?: number }} Scored */
/**
 * What is read of a report.
 * @typedef {{
 *   categories: Record<string, Scored>,
 *   audits: Record<string, Scored>,
 * }} Report
 */

const CATEGORIES = /** @type {const} */ ([
  ["performance", "performance"],
  ["accessibility", "accessibility"],
  ["best-practices", "best practices"],
  ["seo", "search"],
]);

const TIMES = /** @type {const} */ ([
  ["first-contentful-paint", "first paint", ""],
  ["largest-contentful-paint", "largest paint", "1.3 s"],
  ["total-blocking-time", "blocked", ""],
  ["speed-index", "speed index", ""],
  ["interactive", "interactive", ""],
]);

/** Medians of some runs. */
export async function lighthouse() {
  buildPage();
  const chromium = await findChromium();
  if (!chromium) throw new Error("Chromium is missing: `npm test` installs it.");
  const server = await serve("--port", "0", "--gzip");
  const folder = mkdtempSync(join(tmpdir(), "raft-lighthouse-"));
  try {
    const reports = Array.from({ length: RUNS }, (_, nth) =>
      report(server.url, chromium, join(folder, `${nth}.json`)),
    );
    print(reports);
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} url
 * @param {string} chromium
 * @param {string} path
 * @returns {Report}
 */
function report(url, chromium, path) {
  const { status, stderr } = spawnSync(
    "npx",
    [
      "--yes",
      LIGHTHOUSE,
      url,
      "--quiet",
      "--no-enable-error-reporting",
      "--output=json",
      `--output-path=${path}`,
      `--chrome-flags=${FLAGS}`,
    ],
    { env: { ...env, CHROME_PATH: chromium }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${LIGHTHOUSE} did not finish. ${lastLine(stderr)}`);
  return JSON.parse(readFileSync(path, "utf8"));
}

/** @param {string | null} text */
function lastLine(text) {
  return text?.trim().split("\n").at(-1) ?? "";
}

/** @param {Report[]} reports */
function print(reports) {
  console.log(`${LIGHTHOUSE}, mobile preset, gzip, first load. Medians of ${RUNS} runs, and all of them.
`);
  /** @param {(report: Report) => number} value */
  const values = (value) => reports.map(value);
  const scores = CATEGORIES.map(([id, name]) => {
    const all = values(({ categories }) => Math.round((categories[id]?.score ?? 0) * 100));
    return [name, String(median(all)), all.join(" "), "100"];
  });
  const times = TIMES.map(([id, name, reach]) => {
    const all = values(({ audits }) => (audits[id]?.numericValue ?? 0) / 1_000);
    return [name, `${median(all).toFixed(2)} s`, all.map((it) => it.toFixed(2)).join(" "), reach];
  });
  printTable(["", "median", "runs", "reach"], [...scores, ...times]);
}
