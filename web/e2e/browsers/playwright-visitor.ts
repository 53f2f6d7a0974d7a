/** A visitor in a browser that Playwright drives. */

import type { Page } from "@playwright/test";
import type { RaftPlayground } from "../../element/raft-playground.ts";
import type { Visitor } from "./visitor.ts";

export function playwrightVisitor(page: Page): Visitor {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  const host = page.locator("raft-playground");
  const box = (name: string) => page.getByRole("textbox", { name, exact: true });
  return {
    open: async (address) => {
      await page.goto(address);
      await host.evaluate((element: RaftPlayground) => element.ready);
    },
    press: (name) => page.getByRole("button", { name, exact: true }).click(),
    type: (name, text) => box(name).fill(text),
    typed: (name) => box(name).inputValue(),
    ask: (question) => host.evaluate(question) as Promise<never>,
    faults: async () => faults,
  };
}
