import { FIRST_LOAD_MAX, firstLoad, packedSize } from "../../tools/bench/bytes.mjs";
import type { RaftRing } from "../element/ring.ts";
import { expect, test } from "./support.ts";

const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-gbwXO3T4h8oHAqTnmoBzmepd+5BaiieLM75LGhLrtzs='; img-src 'self' blob: data:; worker-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'";

test("the page carries its policy and has no inline style, and no inline script but the one that the policy names", async ({
  page,
}) => {
  const response = await page.goto("./");
  const html = (await response?.text()) ?? "";
  const policies = [...html.matchAll(/http-equiv="Content-Security-Policy"\s+content="([^"]*)"/g)];
  expect(policies.map((found) => found[1])).toEqual([POLICY]);
  const [own = "", ...others] = html.match(/<script(?![^>]*\ssrc=)[\s\S]*?<\/script>/g) ?? [];
  expect(own).toContain("raft-playground.theme");
  expect(others).toEqual([]);
  expect(html).not.toMatch(/<style|\son\w+=|style=/);
  expect(html).not.toMatch(/https?:\/\//);
  // It stands before whatever it must govern.
  expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.search(/<script|<link/));
});

test("the first load is small: everything else comes when it is asked for", () => {
  const sizes = [...firstLoad()].map(([file, content]) => ({ file, packed: packedSize(content) }));
  expect(sizes.length).toBeGreaterThan(3);
  const packed = sizes.reduce((sum, size) => sum + size.packed, 0);
  expect(packed, JSON.stringify(sizes)).toBeLessThanOrEqual(FIRST_LOAD_MAX);
});

test("the policy holds: neither an inline script nor a foreign request passes", async ({
  playground,
  watch,
}) => {
  watch.excuse(/Content Security Policy|violates|request to https:\/\/example\.org/);
  const page = playground.page;
  const passed = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'hurt'";
    document.body.append(script);
    return fetch("https://example.org/").then(
      () => "fetched",
      () => "refused",
    );
  });
  expect(passed).toBe("refused");
  await expect(page).toHaveTitle("Raft Playground");
});

test("neither a <base> nor a form leads to another origin", async ({ playground, watch }) => {
  watch.excuse(/Content Security Policy|violates/);
  const page = playground.page;
  const [base, ...refused] = await page.evaluate(async () => {
    const before = document.baseURI;
    /** Does it, and returns the directive that the browser then refuses it by. */
    const refusalOf = (attempt: () => void) =>
      new Promise<string>((resolve) => {
        addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), {
          once: true,
        });
        attempt();
      });
    const byBase = await refusalOf(() => {
      const element = document.createElement("base");
      element.href = "https://example.org/";
      document.head.prepend(element);
    });
    const unchanged = document.baseURI === before;
    const byForm = await refusalOf(() => {
      const form = document.createElement("form");
      form.action = "https://example.org/";
      document.body.append(form);
      form.submit();
    });
    return [unchanged, byBase, byForm] as const;
  });
  expect(base).toBe(true);
  expect(refused).toEqual(["base-uri", "form-action"]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page says what it needs", async ({ page }) => {
    await page.goto("./");
    await expect(page.getByText(/needs JavaScript/)).toBeVisible();
  });
});

test("without WebAssembly the page says so", async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "WebAssembly");
  });
  await page.goto("./");
  await expect(page.getByRole("alert")).toContainText("WebAssembly");
  await expect(page.getByRole("button", { name: "Reload" })).toBeVisible();
});

test("when the engine cannot be fetched the page says so", async ({ page, watch }) => {
  watch.excuse(/wasm|Failed to load resource|404/);
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "no" }));
  await page.goto("./");
  await expect(page.getByRole("alert")).toContainText("could not start");
});

test("when the engine breaks, a screen holds the link of the run", async ({
  playground,
  another,
  page,
}) => {
  await playground.elect();
  await playground.write("SET x=1");
  await playground.playUntilStatus(/1 command committed$/);
  const good = await playground.moment();
  await page.locator("raft-ring").evaluate((ring: RaftRing) => {
    Object.assign(ring.session.engine, {
      advanceTo: () => {
        throw new WebAssembly.RuntimeError("unreachable");
      },
    });
  });
  await playground.press("Play");
  const screen = page.getByRole("alert");
  await expect(screen).toContainText("The engine stopped.");
  const url = await page.getByRole("textbox", { name: "Link to this run" }).inputValue();
  await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Reload" })).toBeVisible();

  const other = await another();
  await other.open(url);
  expect(await other.moment()).toEqual(good);
  await other.press("Play");
  await expect(other.button("Pause")).toBeVisible();
});

test("the page is served from any folder, and asks for nothing twice", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
  expect(asked.every((path) => path.startsWith("/any/folder/"))).toBe(true);
  expect(new Set(asked).size).toBe(asked.length);
});

test("where storage is refused, the page works and tells its story each time", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  for (const visit of ["first", "second"]) {
    await page.goto("./");
    await expect(page.getByText("Whose timer runs out first? Tap a node."), visit).toBeVisible();
  }
  await page.getByRole("button", { name: "Node 2", exact: true }).click();
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
});
