// @ts-check
// Makes a picture of every view of the built page, at six sizes, light and dark, to be looked at.
//
//   node tools/screenshots.mjs                     all, into screenshots/
//   node tools/screenshots.mjs --view=busy,start --size=1280x800 --theme=dark
//
// Build the page first (`npm run build`). A browser on this machine makes them: browsers.mjs.

import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv, execPath, exit } from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { CHROMIUM_ARGS, findChromium } from "./browsers.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../web/element/raft-playground.ts").RaftPlayground} Playground */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SIZES = ["1280x800", "1920x1080", "1024x768", "768x1024", "360x740", "844x390"];
const THEMES = /** @type {const} */ (["light", "dark"]);

const BUSY = 6_900;

/**
 * The views by name: what is done to a page that has just been opened.
 * @type {Record<string, { address?: string, visit?: "first", set?: (page: Page) => Promise<void> }>}
 */
const VIEWS = {
  start: { visit: "first" },
  election: { visit: "first", set: (page) => seek(page, 1_790) },
  leader: { set: (page) => seek(page, 3_000) },
  busy: { set: busy },
  selected: {
    set: async (page) => {
      await busy(page);
      await page.getByRole("button", { name: "Node 3", exact: true }).click();
    },
  },
  flight: {
    set: async (page) => {
      await cut(page);
      await tabOrMore(page, /^In flight/);
    },
  },
  requests: {
    set: async (page) => {
      await busy(page);
      await tabOrMore(page, /^Requests/);
    },
  },
  time: {
    set: async (page) => {
      await busy(page);
      await tab(page, "Time");
    },
  },
  explain: {
    set: async (page) => {
      await busy(page);
      await tab(page, "Explain");
    },
  },
  cut: { set: cut },
  faults: { set: (page) => opened(page, "l") },
  history: { set: (page) => opened(page, "k") },
  diagram: { set: (page) => opened(page, ";") },
  "diagram-election": {
    address: "./?example=election",
    set: async (page) => {
      await seek(page, 2_000);
      await diagram(page);
      await page.getByRole("button", { name: "All", exact: true }).click();
    },
  },
  "diagram-partition": {
    set: async (page) => {
      await cut(page);
      await diagram(page);
    },
  },
  "diagram-repair": {
    address: "./?example=figure_7",
    set: async (page) => {
      await seek(page, 2_500);
      await diagram(page);
      await page.getByRole("button", { name: "All", exact: true }).click();
    },
  },
  "diagram-compared": {
    set: async (page) => {
      await compared(page);
      await diagram(page);
    },
  },
  "diagram-life": {
    set: async (page) => {
      await busy(page);
      await diagram(page);
      await page.getByLabel("Life of").selectOption({ index: 1 });
    },
  },
  "diagram-entry": {
    set: async (page) => {
      await busy(page);
      await act(page, { restart: "all" });
      await seek(page, 12_000);
      await seek(page, 4_000);
      await diagram(page);
      await page.getByLabel("Life of").selectOption({ label: "Entry SET balance=800" });
    },
  },
  "diagram-event": {
    set: async (page) => {
      await busy(page);
      await diagram(page);
      await page.getByRole("group", { name: /^Time: arrow keys/ }).press("Enter");
    },
  },
  "diagram-hour": {
    set: async (page) => {
      await act(page, { workload: { per_second: 2 } });
      await seek(page, 3_600_000);
      await diagram(page);
      await page.getByRole("button", { name: "All", exact: true }).click();
    },
  },
  playing: {
    set: async (page) => {
      await busy(page);
      await host(page).evaluate((/** @type {Playground} */ element) => {
        element.setAttribute("speed", "1");
        element.play();
      });
      await page.waitForTimeout(1_200);
    },
  },
  tour: { visit: "first", set: (page) => seek(page, 3_000) },
  "tour-share": {
    visit: "first",
    set: async (page) => {
      await seek(page, 3_000);
      await act(page, { write: "SET x=1", to: "leader" });
      await seek(page, 4_000);
      await act(page, { crash: "leader" });
      await seek(page, 8_000);
      await act(page, { restart: "all" });
      await seek(page, 9_000);
      await act(page, {
        partition: [
          [3, 4],
          [0, 1, 2],
        ],
      });
      await seek(page, 14_000);
      await act(page, { write: "SET x=2", to: "leader" });
      await seek(page, 15_000);
      await act(page, "heal");
      await seek(page, 18_000);
    },
  },
  caption: { address: "./?example=figure_8_overwritten", set: (page) => seek(page, 5_000) },
  violation: { address: "./?example=figure_8_lost_write", set: (page) => seek(page, 11_500) },
  assumption: {
    set: async (page) => {
      await busy(page);
      await act(page, { wipe_disk: 0 });
      await host(page).evaluate((/** @type {Playground} */ element) => element.tick(300));
    },
  },
  chaos: {
    set: async (page) => {
      await busy(page);
      await act(page, { workload: {} });
      await act(page, { chaos: { per_minute: 60 } });
      await host(page).evaluate((/** @type {Playground} */ element) => element.tick(2_000));
    },
  },
  examples: { set: (page) => opened(page, "i") },
  "new-run": { set: (page) => opened(page, "n") },
  runs: {
    set: async (page) => {
      await busy(page);
      await page.waitForTimeout(2_000);
      await page.keyboard.press("y");
      await page.waitForTimeout(900);
    },
  },
  hunting: {
    set: async (page) => {
      await hunt(page, null, 2_000_000);
      await page.waitForTimeout(2_500);
    },
  },
  caught: {
    set: async (page) => {
      await hunt(page, "commit_whole_log", 20_000);
      await page.getByRole("list", { name: "Catches" }).getByRole("listitem").first().waitFor();
    },
  },
  menu: {
    set: async (page) => {
      await busy(page);
      await nodeMenu(page, "Node 1");
    },
  },
  "menu-disk": { set: (page) => submenu(page, "Disk…") },
  "menu-clock": { set: (page) => submenu(page, "Clock…") },
  "menu-member": {
    set: async (page) => {
      await scenario(page, "scenarios/conformance/a_dead_member_is_replaced.json");
      await seek(page, 2_450);
      await nodeMenu(page, "Node 3");
    },
  },
  "menu-membership": {
    set: async (page) => {
      await scenario(page, "scenarios/conformance/a_dead_member_is_replaced.json");
      await seek(page, 2_450);
      await nodeMenu(page, "Node 3");
      await page.getByRole("menuitem", { name: "Membership…" }).click();
    },
  },
  "menu-lead": {
    set: async (page) => {
      await busy(page);
      await nodeMenu(page, "Node 4");
      await page.getByRole("menuitem", { name: "Transfer lead to…" }).click();
    },
  },
  message: {
    set: async (page) => {
      await cut(page);
      await tabOrMore(page, /^In flight/);
      await page
        .getByRole("button", { name: /^Inspect/ })
        .first()
        .click();
    },
  },
  refusal: {
    set: async (page) => {
      await seek(page, 0);
      await page.keyboard.press("c");
    },
  },
  drop: {
    set: async (page) => {
      await busy(page);
      await host(page).evaluate((element) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["{}"], "story.json"));
        const over = new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true });
        element.shadowRoot?.querySelector(".page")?.dispatchEvent(over);
      });
    },
  },
  embedded: {
    set: async (page) => {
      await busy(page);
      await host(page).evaluate((element) => {
        element.setAttribute("controls", "basic");
        element.style.blockSize = "70%";
        element.style.margin = "5% 10%";
      });
    },
  },
  bare: {
    set: async (page) => {
      await busy(page);
      await host(page).evaluate((element) => element.setAttribute("controls", "none"));
    },
  },
  choices: { set: (page) => opened(page, "q") },
  branches: { set: (page) => opened(page, "b") },
  verdict: { set: (page) => opened(page, "j") },
  hunt: { set: (page) => opened(page, "g") },
  help: { set: (page) => opened(page, "?") },
  share: { set: (page) => opened(page, "s") },
  groups: { set: (page) => opened(page, "P") },
  more: {
    set: async (page) => {
      await busy(page);
      const more = page.getByRole("button", { name: "More", exact: true });
      if (await more.isVisible()) await more.click();
    },
  },
  "rule-off": {
    set: (page) => scenario(page, "scenarios/bugs/accept_older_term.json"),
  },
  two: { set: (page) => written(page, { seed: 5, options: { nodes: 2 } }) },
  seven: { set: (page) => written(page, { seed: 5, options: { nodes: 7 } }) },
  nine: { set: (page) => written(page, { seed: 5, options: { nodes: 9 } }) },
  compare: { set: compared },
  "compare-act": {
    set: async (page) => {
      await compared(page);
      await seek(page, 2_500);
      await act(page, { crash: 0 });
      await page.waitForTimeout(500);
    },
  },
  twin: {
    set: async (page) => {
      await opened(page, "b");
      await page.getByRole("button", { name: /twin/i }).first().click();
      await page.waitForTimeout(500);
    },
  },
  figure: {
    set: async (page) => {
      await opened(page, ";");
      await page.getByRole("button", { name: "Figure…" }).click();
      await page.waitForTimeout(900);
    },
  },
  ask: {
    set: async (page) => {
      await busy(page);
      await page.keyboard.press("!");
      await page.getByRole("dialog").getByRole("status", { name: "Answer" }).waitFor();
    },
  },
  decided: {
    set: async (page) => {
      await busy(page);
      await page.keyboard.press("!");
      await page.getByRole("combobox", { name: "Why so?" }).selectOption({ index: 4 });
      await page.getByRole("list", { name: "The rule" }).scrollIntoViewIfNeeded();
    },
  },
  snapshot: {
    set: async (page) => {
      await scenario(
        page,
        "scenarios/conformance/a_follower_that_was_away_is_sent_a_snapshot.json",
      );
      await seek(page, 2_500);
    },
  },
  members: {
    set: async (page) => {
      await scenario(page, "scenarios/conformance/a_dead_member_is_replaced.json");
      await seek(page, 2_450);
    },
  },
  "members-faults": {
    set: async (page) => {
      await scenario(page, "scenarios/conformance/a_dead_member_is_replaced.json");
      await seek(page, 2_450);
      await page.keyboard.press("l");
    },
  },
  present: {
    address: "./?present",
    set: async (page) => {
      await scenario(page, "scenarios/figure_8_overwritten.json");
      await seek(page, 9_000);
    },
  },
};

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    view: { type: "string" },
    size: { type: "string" },
    theme: { type: "string" },
    into: { type: "string", default: join(ROOT, "screenshots") },
  },
});
const views = wanted(values.view, Object.keys(VIEWS), "view");
const sizes = wanted(values.size, SIZES, "size");
const themes = wanted(values.theme, [...THEMES], "theme");

const server = spawn(execPath, ["tools/serve.mjs", "dist", "--port", "0"], {
  cwd: ROOT,
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  await takeAll(await addressOf(server));
} finally {
  server.kill();
}

/**
 * @param {string | undefined} list
 * @param {string[]} known
 * @param {string} what
 */
function wanted(list, known, what) {
  if (list === undefined) return known;
  const names = list.split(",");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  console.error(`screenshots: no ${what} is called ${unknown}; expected ${known.join(", ")}.`);
  return exit(2);
}

/**
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, null>} server
 * @returns {Promise<string>}
 */
function addressOf(server) {
  return new Promise((resolve, reject) => {
    server.stdout.on("data", (chunk) => {
      const found = /http:\/\/localhost:\d+\S*/.exec(String(chunk));
      if (found) resolve(found[0]);
    });
    server.on("exit", () => reject(new Error("The server ended: is there a dist/ to serve?")));
  });
}

/** @param {string} address */
async function takeAll(address) {
  const executablePath = await findChromium();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: CHROMIUM_ARGS,
  });
  for (const size of sizes) {
    for (const theme of themes) {
      for (const view of views) await take(browser, address, view, size, theme);
    }
  }
  await browser.close();
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} address
 * @param {string} name
 * @param {string} size
 * @param {string} theme
 */
async function take(browser, address, name, size, theme) {
  const [width = 0, height = 0] = size.split("x").map(Number);
  const touches = width < 800 || height < 500;
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height },
    colorScheme: theme === "dark" ? "dark" : "light",
    hasTouch: touches,
    isMobile: touches,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const view = VIEWS[name] ?? {};
  if (view.visit !== "first") {
    await page.addInitScript(() => localStorage.setItem("raft-playground.visited", "1"));
  }
  const path = join(values.into, size, `${name}-${theme}.png`);
  mkdirSync(dirname(path), { recursive: true });
  try {
    await page.goto(view.address ?? "./");
    await host(page).evaluate((/** @type {Playground} */ element) => element.ready);
    await view.set?.(page);
    await page.waitForTimeout(400);
    await page.screenshot({ path });
    console.log(path);
  } catch (error) {
    console.error(`${path}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
  }
  await context.close();
}

// --- What is done ---------------------------------------------------------------------------

/** @param {Page} page */
function host(page) {
  return page.locator("raft-playground");
}

/**
 * @param {Page} page
 * @param {number} ms
 */
async function seek(page, ms) {
  await host(page).evaluate((/** @type {Playground} */ element, at) => element.seek(at), ms);
}

/**
 * @param {Page} page
 * @param {import("../web/engine/action.ts").Action} action
 */
async function act(page, action) {
  await host(page).evaluate((/** @type {Playground} */ element, what) => element.act(what), action);
}

/**
 * A leader, three writes, its crash, and the next election.
 * @param {Page} page
 */
async function busy(page) {
  await seek(page, 2_800);
  for (const command of ["SET balance=1000", "TRANSFER 200 -> account_7", "SET balance=800"]) {
    await act(page, { write: command, to: "leader" });
    await host(page).evaluate((/** @type {Playground} */ element) => element.tick(40));
  }
  await seek(page, 4_980);
  await act(page, { crash: "leader" });
  await seek(page, BUSY);
}

/** @param {Page} page */
async function cut(page) {
  await busy(page);
  await act(page, {
    partition: [
      [0, 1],
      [2, 3, 4],
    ],
  });
  await act(page, { write: "SET x=9", to: "leader" });
  await host(page).evaluate((/** @type {Playground} */ element) => element.tick(5));
}

/**
 * @param {Page} page
 * @param {string} key
 */
async function opened(page, key) {
  await busy(page);
  await page.keyboard.press(key === "P" ? "Shift+P" : key);
  await page.waitForTimeout(900);
}

/**
 * Two branches side by side, of which one has the leader's crash earlier.
 * @param {Page} page
 */
async function compared(page) {
  await busy(page);
  await seek(page, 3_000);
  await act(page, { crash: "leader" });
  await page.keyboard.press("b");
  await page.getByRole("button", { name: "Compare Main run" }).click();
  await page.waitForTimeout(500);
}

/**
 * Opens the space-time diagram.
 * @param {Page} page
 */
async function diagram(page) {
  await page.keyboard.press(";");
  await page.getByRole("group", { name: /^Time: arrow keys/ }).waitFor();
  await page.waitForTimeout(500);
}

/**
 * @param {Page} page
 * @param {string | RegExp} name
 */
async function tab(page, name) {
  const found = page.getByRole("tab", { name });
  if (await found.isVisible()) await found.click();
}

/**
 * A tab beside the ring; where a phone has no such tab, the dialog of the same name.
 * @param {Page} page
 * @param {RegExp} name
 */
async function tabOrMore(page, name) {
  if (await page.getByRole("tab", { name }).isVisible()) return tab(page, name);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function nodeMenu(page, name) {
  await page.getByRole("button", { name, exact: true }).click({ button: "right" });
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function submenu(page, name) {
  await busy(page);
  await nodeMenu(page, "Node 1");
  await page.getByRole("menuitem", { name }).click();
}

/**
 * @param {Page} page
 * @param {string} address
 */
async function scenario(page, address) {
  await host(page).evaluate((element, src) => element.setAttribute("src", src), address);
  await page.waitForTimeout(1_500);
  await seek(page, 3_000);
}

/**
 * @param {Page} page
 * @param {object} run
 */
async function written(page, run) {
  await page.route("**/written.json", (route) =>
    route.fulfill({ json: { format: 1, until_ms: 6_000, ...run } }),
  );
  await scenario(page, "./written.json");
  await seek(page, 4_000);
  await act(page, { write: "SET x=1", to: "leader" });
  await host(page).evaluate((/** @type {Playground} */ element) => element.tick(9));
}

/**
 * Begins a hunt by its form.
 * @param {Page} page
 * @param {string | null} rule the rule to break; null keeps all of them
 * @param {number} seeds
 */
async function hunt(page, rule, seeds) {
  await page.keyboard.press("g");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("spinbutton", { name: "How many seeds" }).fill(String(seeds));
  if (rule !== null) {
    await dialog.getByRole("combobox", { name: "Rules" }).evaluate((box, wanted) => {
      const select = /** @type {HTMLSelectElement} */ (box);
      const option = [...select.options].find(({ value }) => value.includes(wanted));
      select.value = option?.value ?? "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }, rule);
  }
  await dialog.getByRole("button", { name: "Hunt", exact: true }).click();
}
