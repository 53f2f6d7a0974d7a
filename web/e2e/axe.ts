/** What axe says of the page: for every spec that opens something new. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { expect, type Playground } from "./support.ts";

// Run as a script of the test, not of the page: so the page's policy stays as strict as it is.
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

export async function expectAccessible(playground: Playground, where: string): Promise<void> {
  const { page } = playground;
  await settled(playground);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
      resultTypes: ["violations"],
    }),
  );
  const grave = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => ({
      where,
      id,
      help,
      nodes: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
    }));
  expect(grave).toEqual([]);
}

/** Colors are judged once no transition is under way. */
async function settled({ page }: Playground): Promise<void> {
  await page.evaluate(async () => {
    const playing = document.getAnimations().filter((animation) => {
      const timing = animation.effect?.getComputedTiming();
      return timing?.iterations !== Number.POSITIVE_INFINITY;
    });
    await Promise.allSettled(playing.map((animation) => animation.finished));
  });
}
