import { test } from "@playwright/test";
import { findWebKitDriver } from "../../tools/browsers.mjs";
import { buildNative } from "../tests/native.ts";
import { essentials } from "./browsers/essentials.ts";
import { WebDriver } from "./browsers/webdriver.ts";
import { webkitVisitor } from "./browsers/webkit-visitor.ts";

test.beforeAll(() => {
  test.setTimeout(900_000);
  buildNative();
});

test("the essentials work in WebKit, and a run has the digest that it has natively", async ({
  baseURL,
}) => {
  test.setTimeout(180_000);
  const program = findWebKitDriver();
  if (program === undefined)
    throw new Error("WebKit is missing: `node tools/setup.mjs --tests` installs it.");
  const started: WebDriver[] = [];
  const visitor = async () => {
    const driver = await WebDriver.start(program);
    started.push(driver);
    return webkitVisitor(driver, baseURL ?? "");
  };
  try {
    await essentials(await visitor(), visitor);
  } finally {
    for (const driver of started) await driver.stop();
  }
});
