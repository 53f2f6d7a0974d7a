// @ts-check
// Finds a Chromium that this machine already has. The tests drive it; nothing downloads one.

import { existsSync } from "node:fs";
import { env, platform } from "node:process";

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const PLACES = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** The path of a Chromium: CHROMIUM, a usual place, or Playwright's own; undefined if none. */
export async function findChromium() {
  const named = env.CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM is ${named}, but no such file exists: correct it or unset it.`);
  }
  const found = (PLACES[platform] ?? []).find((path) => existsSync(path));
  if (found) return found;
  const playwright = await import("@playwright/test").catch(() => undefined);
  const own = playwright?.chromium.executablePath();
  return own && existsSync(own) ? own : undefined;
}
