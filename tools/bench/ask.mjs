// @ts-check
// Questions at moments all over an hour: how long an answer takes, with what comes of waiting.

import { cpuUsage } from "node:process";
import { beginHour, momentsOf } from "./hour.mjs";
import { at, grouped, printTable } from "./table.mjs";

const MOMENTS = 200;
const REACH_MS = 50;

/** Each question by its title: its words at a moment of which this is the view. */
const QUESTIONS = /** @type {const} */ ([
  ["why is there no leader", () => "leader"],
  ["why can Node 2 not win", () => "win 2"],
  ["why is the newest entry not committed", (/** @type {Seen} */ seen) => `commit ${newest(seen)}`],
  ["why is Node 3 silent", () => "speak 3"],
  ["why does Node 4 not catch up", () => "catch_up 4"],
]);

/** @typedef {{ nodes: { lastIndex: number | null }[] }} Seen */

/** The time of an answer at any moment of an hour, its forecast of 60 seconds included. */
export async function ask() {
  const { playground, play } = await beginHour();
  play(60);
  const { head } = JSON.parse(playground.view());
  console.log(`One simulated hour, five nodes, a write per heartbeat, in the page's wasm: at ${grouped(MOMENTS)} moments
all over it, each question once, in CPU time, with the forecast of what comes of waiting.
Reach: 95th percentile ${REACH_MS} ms.
`);
  /** The row of something that is asked once at each moment. */
  const row = (/** @type {string} */ title, /** @type {() => () => unknown} */ prepare) => {
    const times = momentsOf(MOMENTS, head).map((moment) => {
      playground.seek(moment);
      const put = prepare();
      const before = cpuUsage();
      try {
        put();
      } catch {
        // At the very beginning no log has an entry to ask about, and nothing has been decided.
      }
      const { user, system } = cpuUsage(before);
      return (user + system) / 1e3;
    });
    return [title, ...[0.5, 0.95, 1].map((share) => at(times, share).toFixed(2))];
  };
  const rows = QUESTIONS.map(([title, words]) =>
    row(title, () => {
      const asked = words(JSON.parse(playground.view()));
      return () => playground.ask(asked);
    }),
  );
  rows.push(
    row("why did a node decide so", () => {
      /** @type {{ seq: number, section: string | null }[]} */
      const feed = JSON.parse(playground.feed(20, "routine"));
      const decision = feed.findLast(({ section }) => section !== null);
      return () => playground.decided(decision?.seq ?? 0);
    }),
  );
  printTable(["", "median ms", "95th percentile ms", "slowest ms"], rows);
}

/** @param {Seen} seen */
function newest({ nodes }) {
  return Math.max(1, ...nodes.map(({ lastIndex }) => lastIndex ?? 0));
}
