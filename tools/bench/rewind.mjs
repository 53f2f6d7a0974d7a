// @ts-check
// Rewinding over an hour: the time that a seek takes, and the memory that is kept for it.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cpuUsage, platform } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildEngine } from "./bytes.mjs";
import { BUILT, build } from "./engine.mjs";
import { at, grouped, printTable } from "./table.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const HEARTBEAT = 500_000;
const SEEKS = 2_000;
const REACH_MS = 16;
const REACH_BYTES = 20_000_000;

/**
 * Milliseconds of each seek, and the bytes in use after ten minutes and after the hour.
 * @typedef {{ committed: number, tenMinutes: number, hour: number, seeks: number[] }} Found
 */

/** Seek times and memory of one simulated hour with a write for each heartbeat. */
export async function rewind() {
  const found = { native: native(), "the page's wasm": await wasm() };
  console.log(`One simulated hour, five nodes, a write per heartbeat: 7 200 writes. ${grouped(SEEKS)} seeks to
moments all over it, one after the other, judge included, in CPU time. Memory is all that a run holds, its present included: natively what the allocator gave
out, in wasm whole pages beyond those of an empty run, where act and seek go through the bindings.
Reach: 95th percentile ${REACH_MS} ms; ten minutes ${grouped(REACH_BYTES)} bytes. RaftScope: 946 MB a minute.
`);
  const rows = Object.entries(found).map(([title, { tenMinutes, hour, seeks }]) => {
    return [
      title,
      ...[0.5, 0.95, 1].map((share) => at(seeks, share).toFixed(2)),
      ...[tenMinutes, hour, Math.round((hour - tenMinutes) / 50)].map(grouped),
    ];
  });
  const times = ["", "median ms", "95th percentile ms", "slowest ms"];
  printTable([...times, "bytes, ten minutes", "bytes, an hour", "bytes a minute"], rows);
}

/** @returns {Found} */
function native() {
  build("--bin", "rewind");
  const program = join(BUILT, "release", platform === "win32" ? "rewind.exe" : "rewind");
  const { status, stdout, stderr } = spawnSync(program, [String(SEEKS)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the native benchmark failed: ${stderr?.trim()}`);
  return JSON.parse(stdout);
}

/**
 * The page's own module, as it is built for size.
 * @returns {Promise<Found>}
 */
async function wasm() {
  buildEngine();
  const generated = join(ROOT, "web/generated");
  const { initSync, Playground } = await import(String(pathToFileURL(join(generated, "full.js"))));
  const { memory } = initSync({ module: readFileSync(join(generated, "full_bg.wasm")) });
  const playground = new Playground(1);
  const before = memory.buffer.byteLength;
  let writes = 0;
  /** @param {number} minutes */
  const play = (minutes) => {
    for (const last = writes + (minutes * 60e6) / HEARTBEAT; writes < last; ) {
      writes += 1;
      const at = writes * HEARTBEAT;
      while (playground.advanceTo(at) < at) {}
      playground.perform(`write any SET a=${1e9 + writes}`);
    }
    return memory.buffer.byteLength - before;
  };
  const tenMinutes = play(10);
  const hour = play(50);
  const { committed, head } = JSON.parse(playground.view());
  // A simple generator will do: every moment is as likely as any other.
  let state = 7;
  const seeks = Array.from({ length: SEEKS }, () => {
    state = (state * 48_271) % 2_147_483_647;
    const at = Math.floor((state / 2_147_483_647) * head);
    const before = cpuUsage();
    playground.seek(at);
    const { user, system } = cpuUsage(before);
    return (user + system) / 1e3;
  });
  return { committed, tenMinutes, hour, seeks };
}
