// @ts-check
// An hour in the page's own module, as it is built for size: five nodes, a write per heartbeat.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildEngine } from "./bytes.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HEARTBEAT = 500_000;

/** A fresh run, and what plays on in it. `used` is the memory beyond that of the fresh run. */
export async function beginHour() {
  buildEngine();
  const generated = join(ROOT, "web/generated");
  const { initSync, Playground } = await import(String(pathToFileURL(join(generated, "full.js"))));
  const { memory } = initSync({ module: readFileSync(join(generated, "full_bg.wasm")) });
  const playground = new Playground(1);
  const before = memory.buffer.byteLength;
  let writes = 0;
  return {
    playground,
    used: () => memory.buffer.byteLength - before,
    /** @param {number} minutes */
    play: (minutes) => {
      for (const last = writes + (minutes * 60e6) / HEARTBEAT; writes < last; ) {
        writes += 1;
        const at = writes * HEARTBEAT;
        while (playground.advanceTo(at) < at) {}
        playground.perform(`write any SET a=${1e9 + writes}`);
      }
    },
  };
}

/**
 * Moments all over a run that ends at `head`. A simple generator will do: every moment is as likely
 * as any other.
 * @param {number} count
 * @param {number} head
 */
export function momentsOf(count, head) {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * head);
  });
}
