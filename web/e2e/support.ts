/** What every test in the browser shares: a watched page, and the playground in people's words. */

import {
  type Browser,
  type BrowserContext,
  test as base,
  expect as baseExpect,
  type Locator,
  type Page,
} from "@playwright/test";
import type { RaftPlayground } from "../element/raft-playground.ts";
import type { RaftRing } from "../element/ring.ts";
import type { Action, NodeView, View } from "../engine/view.ts";

/** Patient, because a busy machine is no fault of the page. */
export const expect = baseExpect.configure({ timeout: 15_000 });
const TEST_TIMEOUT = 60_000;

/** Collects what must never happen: errors on the console, uncaught ones, foreign requests. */
export class Watch {
  readonly #home: string;
  readonly #excused: RegExp[] = [];
  readonly #faults: string[] = [];

  constructor(baseURL: string) {
    this.#home = new URL(baseURL).origin;
  }

  over(context: BrowserContext): void {
    context.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.#faults.push(`console ${message.type()}: ${message.text()}`);
      }
    });
    context.on("weberror", (error) => this.#faults.push(`uncaught: ${error.error().message}`));
    context.on("request", (request) => {
      const url = new URL(request.url());
      const isHere = url.origin === this.#home || url.protocol === "blob:";
      if (!isHere && url.protocol !== "data:") this.#faults.push(`request to ${url.origin}`);
    });
    context.on("response", (response) => {
      if (response.status() >= 400) this.#faults.push(`${response.status()} ${response.url()}`);
    });
  }

  /** This test brings such an error about on purpose. */
  excuse(pattern: RegExp): void {
    this.#excused.push(pattern);
  }

  get faults(): readonly string[] {
    return this.#faults.filter((fault) => !this.#excused.some((pattern) => pattern.test(fault)));
  }
}

/** Someone with a browser of their own. */
export type Visitor = (options?: Parameters<Browser["newContext"]>[0]) => Promise<Playground>;

interface Fixtures {
  /** A first visit is told the story; a returning one is not. */
  visit: "first" | "returning";
  watch: Watch;
  playground: Playground;
  /** The same page in another browser. */
  another: Visitor;
}

export const test = base.extend<Fixtures>({
  visit: ["returning", { option: true }],

  watch: [
    async ({ baseURL, context }, use, info) => {
      info.setTimeout(TEST_TIMEOUT);
      const watch = new Watch(baseURL ?? "http://localhost");
      watch.over(context);
      await use(watch);
      expect(watch.faults, "errors, or requests to other origins").toEqual([]);
    },
    { auto: true },
  ],

  playground: async ({ page, visit }, use) => {
    const playground = new Playground(page);
    if (visit === "returning") await playground.beenHereBefore();
    await playground.open();
    await use(playground);
  },

  another: async ({ browser, baseURL, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...(baseURL && { baseURL }), ...options });
      contexts.push(context);
      watch.over(context);
      const playground = new Playground(await context.newPage());
      await playground.beenHereBefore();
      return playground;
    });
    for (const context of contexts) await context.close();
  },
});

/** One log as the table shows it, by index from 1; null where there is no entry. */
export type ShownLog = readonly (ShownEntry | null)[];
export interface ShownEntry {
  readonly command: string;
  readonly term: number;
  readonly committed: boolean;
}

/** The page, through the names that people and screen readers use. */
export class Playground {
  readonly page: Page;
  readonly host: Locator;
  /** The cluster's state in words. */
  readonly status: Locator;
  /** What the page answers, refusals above all. */
  readonly notice: Locator;
  readonly dialog: Locator;
  readonly menu: Locator;
  readonly requests: Locator;
  readonly command: Locator;

  constructor(page: Page) {
    this.page = page;
    this.host = page.locator("raft-playground");
    this.status = page.getByRole("status").first();
    this.notice = page.getByRole("alert");
    this.dialog = page.getByRole("dialog");
    this.menu = page.getByRole("menu");
    this.requests = page.getByRole("list", { name: "Newest requests" }).getByRole("listitem");
    this.command = page.getByRole("textbox", { name: "Command" });
  }

  /** So that no story is told. */
  async beenHereBefore(): Promise<void> {
    await this.page.addInitScript(() => {
      try {
        localStorage.setItem("raft-playground.visited", "1");
      } catch {
        // A page without storage: every visit there is a first one.
      }
    });
  }

  async open(address = "./"): Promise<void> {
    await this.page.goto(address);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.host.evaluate((host: RaftPlayground) => host.ready);
    await expect(this.node(0)).toBeVisible();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  slider(name: string): Locator {
    return this.page.getByRole("slider", { name, exact: true });
  }

  /** Opens a tab beside the ring, or a phone's. */
  async tab(name: string | RegExp): Promise<void> {
    await this.page.getByRole("tab", { name }).click();
  }

  node(id: number): Locator {
    return this.button(`Node ${id}`);
  }

  menuItem(name: string): Locator {
    return this.menu.getByRole("menuitem", { name, exact: true });
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }

  /** Begins a run of the same size with another seed. */
  async newRun(): Promise<void> {
    await this.press("New run");
    await this.press("Begin");
    await expect(this.dialog).toBeHidden();
  }

  /** Types a command and presses Write. */
  async write(command: string): Promise<void> {
    await this.command.fill(command);
    await this.press("Write");
  }

  /** The slider is logarithmic, in steps of a twentieth: 2 is 100×. */
  async speed(rate: number): Promise<void> {
    await this.slider("Speed").fill(String(Math.round(Math.log10(rate) * 20) / 20));
  }

  /** Plays at this rate until it holds, then pauses. */
  async playUntil(holds: () => Promise<void>, rate = 20): Promise<void> {
    await this.speed(rate);
    await this.press("Play");
    await holds();
    await this.press("Pause");
  }

  async playUntilStatus(text: string | RegExp, rate = 20): Promise<void> {
    await this.playUntil(() => expect(this.status).toHaveText(text), rate);
  }

  /** Plays until somebody leads with the others behind it, and says who. */
  async elect(): Promise<number> {
    await this.playUntilStatus(/^Node \d leads term \d+;/);
    return this.leader();
  }

  async leader(): Promise<number> {
    const found = /^Node (\d) leads/.exec((await this.status.textContent()) ?? "");
    if (!found) throw new Error("Nobody leads.");
    return Number(found[1]);
  }

  /** The `view` that any page can read. */
  async view(): Promise<View> {
    return this.host.evaluate((host: RaftPlayground) => host.view);
  }

  async nodeView(id: number): Promise<NodeView> {
    const found = (await this.view()).nodes[id];
    if (!found) throw new Error(`There is no Node ${id}.`);
    return found;
  }

  /** To a moment in milliseconds, by the documented interface. */
  async seek(ms: number): Promise<void> {
    await this.host.evaluate((host: RaftPlayground, at) => host.seek(at), ms);
  }

  async tick(count: number): Promise<void> {
    await this.host.evaluate((host: RaftPlayground, n) => host.tick(n), count);
  }

  async act(action: Action): Promise<void> {
    await this.host.evaluate((host: RaftPlayground, what) => host.act(what), action);
  }

  async link(): Promise<string> {
    return this.host.evaluate((host: RaftPlayground) => host.link);
  }

  /** What must be equal where a run is opened again. */
  async moment(): Promise<Pick<View, "digest" | "now" | "head" | "status" | "seed">> {
    const { digest, now, head, status, seed } = await this.view();
    return { digest, now, head, status, seed };
  }

  /** What is shown is of now, once this many frames are drawn: lists may come in the next one. */
  async drawn(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    });
  }

  /** All logs as the table shows them, by node. */
  async logs(): Promise<readonly ShownLog[]> {
    await this.drawn();
    const rows = this.page.getByRole("table", { name: "Logs" }).getByRole("row");
    const titles = await rows.evaluateAll((found) =>
      found
        .filter((row) => row.querySelector("[role=rowheader]"))
        .map((row) =>
          [...row.querySelectorAll("[role=cell]")].map((cell) => cell.getAttribute("title") ?? ""),
        ),
    );
    const nodes = (await this.view()).nodes.length;
    return Array.from({ length: nodes }, (_, id) => titles.map((row) => entryOf(row[id] ?? "")));
  }

  /** The committed entries, by index: "SET x=1 (term 1)". */
  async committed(): Promise<readonly string[]> {
    const logs = await this.logs();
    const committed: string[] = [];
    for (let place = 0; place < (logs[0]?.length ?? 0); place += 1) {
      const entry = logs.map((log) => log[place]).find((found) => found?.committed);
      if (entry) committed.push(`${entry.command} (term ${entry.term})`);
    }
    return committed;
  }

  /** Does something and makes sure that the cluster stays exactly as it was. */
  async unchangedBy(work: () => Promise<void>): Promise<void> {
    const before = await this.view();
    await work();
    const { version: _, ...now } = await this.view();
    const { version: __, ...then } = before;
    expect(now).toEqual(then);
  }
}

function entryOf(title: string): ShownEntry | null {
  const found = /^(.*) \(term (\d+), (.*)\)$/s.exec(title);
  return found
    ? { command: found[1] ?? "", term: Number(found[2]), committed: found[3] === "committed" }
    : null;
}

/** The address with this run in its fragment. */
export function addressOf(link: string): string {
  return `./${link}`;
}

/** Where a story is seen that is told once for each. */
export const sizes = [
  { name: "wide", viewport: { width: 1_280, height: 800 } },
  { name: "on a phone", viewport: { width: 360, height: 740 } },
] as const;

/** The kinds of messages that the ring shows. */
export async function kindsOnRing({ page }: Playground): Promise<readonly string[]> {
  const ring = page.locator("raft-ring").first();
  await expect(ring.locator("canvas")).toBeVisible();
  return ring.evaluate((found: RaftRing) => found.session.frame.packets.map(({ kind }) => kind));
}

/** Keeps files from arriving, the engine unless others are named. Returns what lets them come. */
export async function holdBack(page: Page, files = "**/*.wasm"): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(files, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}
