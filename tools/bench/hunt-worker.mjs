// @ts-check
// A share of a hunt in wasm, in a process of its own that reports its CPU time.
//
//   node tools/bench/hunt-worker.mjs '{"options": null, "first": 0, "count": 640}'

import { readFileSync } from "node:fs";
import { argv, cpuUsage } from "node:process";

const generated = new URL("../../web/generated/", import.meta.url);
const { Hunter, initSync } = await import(String(new URL("hunter.js", generated)));
initSync({ module: readFileSync(new URL("hunter_bg.wasm", generated)) });

/** As many seeds as a worker of the page gets at a time. */
const LOT = 64;

const { options, first, count } = JSON.parse(String(argv[2]));
const hunter = new Hunter(options ?? undefined, [], undefined, false);
// Runs first without counting, so that the engine's code is compiled before the measurement.
hunter.hunt(0, 4 * LOT);
const before = cpuUsage();
let runs = 0;
for (let lot = first; lot < first + count; lot += LOT) {
  runs += hunter.hunt(lot, Math.min(LOT, first + count - lot)).runs;
}
const { user, system } = cpuUsage(before);
console.log(JSON.stringify({ runs, seconds: (user + system) / 1e6 }));
