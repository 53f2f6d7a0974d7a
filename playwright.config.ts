import { platform } from "node:process";
import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS, findChromiumForTests, findFirefox } from "./tools/browsers.mjs";

// The built page is served from a folder, as on a static host that it shares with others.
const BASE = "/any/folder/";

const executablePath = await findChromiumForTests();
const firefox = findFirefox();

export default defineConfig({
  testDir: "web/e2e",
  outputDir: "test-results",
  fullyParallel: true,
  // A test waits for its page most of the time; what is expected is expected patiently.
  workers: "150%",
  // On a machine that is busy with other things a page may be late once. What passes at its second
  // try is listed as flaky, and is a fault to be found.
  retries: 1,
  timeout: 60_000,
  reporter: [["list"]],
  use: {
    // The server takes a free port and says which: see `wait` below.
    baseURL: `http://localhost:${process.env.PLAYGROUND_PORT}${BASE}`,
    trace: "off",
    screenshot: "only-on-failure",
  },
  projects: [
    {
      name: "chromium",
      testIgnore: "webkit.spec.ts",
      use: {
        browserName: "chromium",
        launchOptions: {
          ...(executablePath && { executablePath }),
          args: CHROMIUM_ARGS,
        },
      },
    },
    {
      // The Firefox of the system, over WebDriver BiDi.
      name: "firefox",
      testMatch: "essentials.spec.ts",
      use: {
        browserName: "firefox",
        channel: "moz-firefox",
        launchOptions: { ...(firefox !== undefined && { executablePath: firefox }) },
      },
    },
    // Playwright drives no WebKit of the system: its test brings a client of its own.
    ...(platform === "linux" ? [{ name: "webkit", testMatch: "webkit.spec.ts" }] : []),
  ],
  webServer: {
    command: `node tools/serve.mjs dist --port 0 --base ${BASE}`,
    wait: { stdout: /http:\/\/localhost:(?<PLAYGROUND_PORT>\d+)/ },
  },
});
