import { test } from "@playwright/test";
import { buildNative } from "../tests/native.ts";
import { essentials } from "./browsers/essentials.ts";
import { playwrightVisitor } from "./browsers/playwright-visitor.ts";

test.beforeAll(() => {
  test.setTimeout(900_000);
  buildNative();
});

test("the essentials work, and a run has the digest that it has natively", async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const another = async () => {
    const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
    return playwrightVisitor(await context.newPage());
  };
  await essentials(playwrightVisitor(page), another);
});
