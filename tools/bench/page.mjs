// @ts-check
// The built page in Chromium, with a cluster that has a leader and plays at real speed.

import { spawn } from "node:child_process";
import { execPath } from "node:process";
import { findChromium } from "../browsers.mjs";
import { buildPage, DIST } from "./bytes.mjs";

/**
 * @typedef {import("@playwright/test").Page} Page
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

/**
 * Calls `work` with the page, the addresses that it requested until it played, and Chromium's
 * version.
 * @param {(page: Page, asked: string[], version: string) => Promise<void>} work
 */
export async function withPage(work) {
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
    await work(page, [...asked], browser.version());
  } finally {
    await browser.close();
    server.stop();
  }
}

/**
 * Serves dist/ and waits for the address.
 * @param {string[]} options
 */
export async function serve(...options) {
  const server = spawn(execPath, ["tools/serve.mjs", DIST, ...options], {
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
