/** One run, one digest: in wasm under Node and natively. Chromium's part is in web/e2e. */

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../engine/engine.ts";
import type { Microseconds } from "../engine/view.ts";
import { anEngine, openedWell, playEvening } from "./engine.ts";
import { buildNative, nativeReport } from "./native.ts";

const BUILD_TIMEOUT = 900_000;
const folder = fileURLToPath(new URL("../../scenarios", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".json") && !name.endsWith("schema.json"))
  .toSorted();

beforeAll(() => {
  buildNative();
}, BUILD_TIMEOUT);

/** Long ways come in slices. */
function playTo(engine: Engine, at: Microseconds): void {
  while (engine.view().now < at) engine.advanceTo(at);
}

describe("a scenario file", () => {
  it("exists to be played", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)("%s has the same digest in wasm and natively", (name) => {
    const json = readFileSync(`${folder}/${name}`, "utf8");
    const native = nativeReport(json);
    const engine = anEngine();
    engine.openScenario(json);
    playTo(engine, native.until_us);
    expect(engine.view()).toMatchObject({
      digest: native.digest,
      now: native.until_us,
      committed: native.committed,
    });

    // Half-way too, and by the link that the command line prints.
    const half = Math.floor(native.until_us / 2);
    engine.seek(half);
    expect(engine.view().digest).toBe(nativeReport(json, half).digest);
    expect(engine.open(native.link)).toEqual(openedWell);
    expect(engine.view().digest).toBe(native.digest);
  });
});

describe("a link", () => {
  it.each([1, 2, 3, 7, 18_630, 2 ** 53 - 1])("of seed %d agrees with both", (seed) => {
    const engine = anEngine(seed);
    try {
      playEvening(engine);
    } catch (error) {
      // In some runs nobody leads when the leader ought to crash; what was done until then stays.
      expect((error as Error).message).toMatch(/leader/i);
    }
    const { head } = engine.view();
    for (const at of [head, Math.floor(head / 3)]) {
      engine.seek(at);
      expect(nativeReport(engine.link())).toMatchObject({ digest_agrees: true, until_us: head });
      expect(nativeReport(engine.link(), at).digest).toBe(engine.view().digest);
    }
  });

  it("of a hostile quarter of an hour agrees with both", () => {
    const engine = anEngine(5, 9);
    for (let round = 0; round < 60; round += 1) {
      engine.act({ loss: `${round % 10}/20` });
      engine.act({ duplication: `${round % 7}/20` });
      engine.act({ latency_ms: [round, round * 20] });
      engine.act({ isolate: round % 9 });
      for (let write = 0; write < 5; write += 1) {
        engine.act({ write: `SET k${write}=${round}`, to: "any" });
      }
      engine.act({ crash: (round * 5) % 9 });
      engine.tick(1_000);
      engine.act("heal");
      engine.act({ restart: "all" });
      engine.tick(500);
    }
    expect(nativeReport(engine.link())).toMatchObject({
      digest_agrees: true,
      digest: engine.view().digest,
    });
  });
});
