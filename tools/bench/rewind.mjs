// @ts-check
// Rewinding over an hour: the time that a seek takes, and the memory that is kept for it.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { cpuUsage, platform } from "node:process";
import { BUILT, build } from "./engine.mjs";
import { beginHour, momentsOf } from "./hour.mjs";
import { at, grouped, printTable } from "./table.mjs";

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
  const { playground, used, play } = await beginHour();
  play(10);
  const tenMinutes = used();
  play(50);
  const hour = used();
  const { committed, head } = JSON.parse(playground.view());
  const seeks = momentsOf(SEEKS, head).map((at) => {
    const before = cpuUsage();
    playground.seek(at);
    const { user, system } = cpuUsage(before);
    return (user + system) / 1e3;
  });
  return { committed, tenMinutes, hour, seeks };
}
