// @ts-check
// Finds the browsers that this machine already has. The tests drive them; nothing downloads one.

import { existsSync } from "node:fs";
import { env, platform } from "node:process";

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const CHROMIUM = {
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

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const FIREFOX = {
  linux: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
  darwin: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
  win32: ["C:\\Program Files\\Mozilla Firefox\\firefox.exe"],
};

/** WebKitGTK is there on Linux alone. */
const WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver";

/** The path of a Chromium: CHROMIUM, a usual place, or Playwright's own; undefined if none. */
export async function findChromium() {
  const found = named("CHROMIUM") ?? (CHROMIUM[platform] ?? []).find((path) => existsSync(path));
  if (found) return found;
  const playwright = await import("@playwright/test").catch(() => undefined);
  const own = playwright?.chromium.executablePath();
  return own && existsSync(own) ? own : undefined;
}

/** The path of a Firefox: FIREFOX, or a usual place; undefined if none. */
export function findFirefox() {
  return named("FIREFOX") ?? (FIREFOX[platform] ?? []).find((path) => existsSync(path));
}

/** The path of the program that drives WebKitGTK; undefined if there is none. */
export function findWebKitDriver() {
  return existsSync(WEBKIT_DRIVER) ? WEBKIT_DRIVER : undefined;
}

/**
 * The browser that a variable of the environment names.
 * @param {string} variable
 */
function named(variable) {
  const path = env[variable];
  if (!path || existsSync(path)) return path || undefined;
  throw new Error(`${variable} is ${path}, but no such file exists: correct it or unset it.`);
}
