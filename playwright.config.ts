import { defineConfig } from "@playwright/test";
import { findChromium } from "./tools/chromium.mjs";

// The built page is served from a folder, as on a static host that it shares with others.
const BASE = "/any/folder/";

const executablePath = await findChromium();

export default defineConfig({
  testDir: "web/e2e",
  outputDir: "test-results",
  fullyParallel: true,
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
      use: {
        browserName: "chromium",
        launchOptions: {
          ...(executablePath && { executablePath }),
          // No sandbox, because tests may run as root; no traffic but the page's own.
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      },
    },
  ],
  webServer: {
    command: `node tools/serve.mjs dist --port 0 --base ${BASE}`,
    wait: { stdout: /http:\/\/localhost:(?<PLAYGROUND_PORT>\d+)/ },
  },
});
