// @ts-check
// Finds the browsers that this machine already has. The tests drive them; nothing downloads one.

import { existsSync } from "node:fs";
import { env, platform } from "node:process";

/** A Chromium without windows, which Debian packs: it draws a page with half of the work. */
const HEADLESS_SHELL = "/usr/bin/chromium-headless-shell";

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const CHROMIUM = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    HEADLESS_SHELL,
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

/**
 * What a Chromium that shows one page to nobody can do without. Each of its windows would
 * otherwise render the suggestions of an address bar and keep a process in reserve, which is more
 * than half of the work of a test. The last list of features counts, so those that Playwright
 * turns off are named again where a test could notice them.
 */
const FEATURES_OFF = [
  "PreloadTopChromeWebUI",
  "SpareRendererForSitePerProcess",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "WebUIOmniboxPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "BlockOriginHeaderModificationOnRedirect",
  "DestroyProfileOnBrowserClose",
  "GlobalMediaControls",
  "HttpsUpgrades",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "Translate",
];

/** How tests start a Chromium: no sandbox, as they may run as root; no traffic but the page's. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${FEATURES_OFF.join(",")}`,
];

/** The path of a Chromium: CHROMIUM, a usual place, or Playwright's own; undefined if none. */
export async function findChromium() {
  const found = named("CHROMIUM") ?? (CHROMIUM[platform] ?? []).find((path) => existsSync(path));
  if (found) return found;
  const playwright = await import("@playwright/test").catch(() => undefined);
  const own = playwright?.chromium.executablePath();
  return own && existsSync(own) ? own : undefined;
}

/** As `findChromium`, but one without windows where there is one: what tests drive. */
export async function findChromiumForTests() {
  const withoutWindows = existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : undefined;
  return named("CHROMIUM") ?? withoutWindows ?? findChromium();
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
