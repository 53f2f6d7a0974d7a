/** The policy of the page stands in three places, and is the same in all of them. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

it("says the same in the page, in the header file and on the page about hosting", () => {
  const [, policy = ""] =
    /Content-Security-Policy"\s+content="([^"]*)"/.exec(read("index.html")) ?? [];
  expect(policy).toContain("base-uri 'none'");
  expect(read("web/public/_headers")).toContain(`  Content-Security-Policy: ${policy}\n`);
  expect(read("docs/hosting.md")).toContain(`\n${policy}\n`);
});

it("names the one inline script by its hash, and allows no other", () => {
  const page = read("index.html");
  const [, code = ""] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? [];
  const hash = createHash("sha256").update(code).digest("base64");
  expect(page.match(/'sha256-[^']+'/g)).toEqual([`'sha256-${hash}'`]);
  expect(page).not.toContain("'unsafe-inline'");
});
