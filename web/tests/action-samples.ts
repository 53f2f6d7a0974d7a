/** Actions of every kind, in every form that the published schema allows. */

import type { Action, ActionName } from "../engine/action.ts";

const messageKinds = [
  "request_vote",
  "request_vote_reply",
  "append_entries",
  "append_entries_reply",
  "pre_vote",
  "pre_vote_reply",
  "timeout_now",
  "confirm",
  "confirm_reply",
  "read_index",
  "read_index_reply",
  "install_snapshot",
  "install_snapshot_reply",
  "client_request",
  "client_reply",
];

/** A name without a sample is an error of types; a form without one, of `actions.test.ts`. */
export const samples: Readonly<Record<ActionName, readonly Action[]>> = {
  write: [
    { write: "SET x=1" },
    { write: "SET  x = two words ", to: "any" },
    { write: "ADD x 2", to: "leader" },
    { write: "GET x", to: 3 },
    { write: "DELETE x", to: "a_follower" },
  ],
  read: [
    { read: "x" },
    { read: "x", to: "any" },
    { read: "x", to: 1 },
    { read: "x", to: "leader" },
    { read: "y", to: "a_follower" },
  ],
  crash: [{ crash: 1 }, { crash: "leader" }, { crash: "a_follower" }],
  restart: [{ restart: 1 }, { restart: "all" }],
  pause: [{ pause: 2 }, { pause: "leader" }, { pause: "a_follower" }],
  resume: [{ resume: 2 }, { resume: "all" }],
  timeout: [{ timeout: 4 }, { timeout: "leader" }, { timeout: "a_follower" }],
  crash_at_write: [
    { crash_at_write: 0 },
    { crash_at_write: "leader" },
    { crash_at_write: "a_follower" },
  ],
  tear_writes: [
    { tear_writes: 1, keep: 2 },
    { tear_writes: "leader", keep: 0 },
    { tear_writes: "a_follower", keep: 1 },
  ],
  wipe_disk: [{ wipe_disk: 3 }, { wipe_disk: "leader" }, { wipe_disk: "a_follower" }],
  disk: [
    { disk: "stalls", node: 0 },
    { disk: "lies", node: "a_follower" },
    { disk: "fails", node: 2 },
    { disk: "syncs", node: "leader" },
  ],
  disk_ms: [
    { disk_ms: [1, 5] },
    { disk_ms: [10, 20], node: 2 },
    { disk_ms: [10, 20], node: "leader" },
    { disk_ms: [10, 20], node: "a_follower" },
  ],
  clock_rate: [
    { clock_rate: "3/2", node: 1 },
    { clock_rate: "1", node: "leader" },
    { clock_rate: "1/2", node: "a_follower" },
  ],
  clock_ahead_ms: [
    { clock_ahead_ms: 500, node: 1 },
    { clock_ahead_ms: 500, node: "leader" },
    { clock_ahead_ms: 500, node: "a_follower" },
  ],
  clock_back_ms: [
    { clock_back_ms: 2000, node: 1 },
    { clock_back_ms: 2000, node: "leader" },
    { clock_back_ms: 2000, node: "a_follower" },
  ],
  workload: [
    { workload: { per_second: 20, reads: "1/4" } },
    { workload: { keys: 2, clients: 3 } },
    { workload: {} },
    { workload: "off" },
  ],
  chaos: [
    { chaos: { per_minute: 60, assumptions: "kept" } },
    { chaos: { assumptions: "broken" } },
    { chaos: {} },
    { chaos: "off" },
  ],
  transfer: [
    { transfer: 2 },
    { transfer: "a_follower", from: "leader" },
    { transfer: "leader", from: "a_follower" },
    { transfer: 0, from: 1 },
  ],
  add_server: [
    { add_server: 2 },
    { add_server: "a_follower", to: "leader" },
    { add_server: "leader", to: "a_follower" },
    { add_server: 0, to: 1 },
    { add_server: 0, to: "any" },
  ],
  add_learner: [
    { add_learner: 2 },
    { add_learner: "a_follower", to: "leader" },
    { add_learner: "leader", to: "a_follower" },
    { add_learner: 0, to: 1 },
    { add_learner: 0, to: "any" },
  ],
  remove_server: [
    { remove_server: 2 },
    { remove_server: "a_follower", to: "leader" },
    { remove_server: "leader", to: "a_follower" },
    { remove_server: 0, to: 1 },
    { remove_server: 0, to: "any" },
  ],
  change_membership: [
    { change_membership: [2, 3] },
    { change_membership: ["a_follower"], to: "leader" },
    { change_membership: ["leader", 1], to: "a_follower" },
    { change_membership: [0], to: 1 },
    { change_membership: [0, 1], to: "any" },
  ],
  partition: [
    {
      partition: [
        [0, 1],
        [2, 3, 4],
      ],
    },
    { partition: [["leader", "a_follower"], "the_rest"] },
  ],
  isolate: [{ isolate: 4 }, { isolate: "leader" }, { isolate: "a_follower" }],
  cut: [{ cut: [0, 1] }, { cut: ["leader", "a_follower"] }],
  uncut: [{ uncut: [0, 1] }, { uncut: ["leader", "a_follower"] }],
  latency_ms: [
    { latency_ms: [20, 30] },
    { latency_ms: [20, 30], link: [1, 2] },
    { latency_ms: [20, 30], link: ["a_follower", "leader"] },
    { latency_ms: [5, 9], node: 3 },
    { latency_ms: [5, 9], node: "leader" },
    { latency_ms: [5, 9], node: "a_follower" },
  ],
  loss: [
    { loss: "1/10" },
    { loss: "1", link: [2, 0] },
    { loss: "0", link: [2, 0] },
    { loss: "1/9", link: ["a_follower", "leader"] },
  ],
  duplication: [
    { duplication: "1/3", link: [0, 4] },
    { duplication: "1/3", link: ["a_follower", "leader"] },
    { duplication: "0" },
  ],
  drop: [
    { drop: { from: 0, to: 1, nth: 3 } },
    { drop: { from: "leader", to: "a_follower", nth: "newest", copy: 0 } },
    { drop: { from: "a_follower", to: "client", nth: 0 } },
    { drop: { from: "client", to: "leader", nth: 0, copy: 1 } },
    ...messageKinds.map((kind) => ({ drop: { from: 0, to: 1, nth: "newest", kind } }) as const),
  ],
  deliver: [
    { deliver: { from: 0, to: 1, nth: 3 } },
    { deliver: { from: "leader", to: "a_follower", nth: "newest", copy: 0 } },
    { deliver: { from: "a_follower", to: "client", nth: 0 } },
    { deliver: { from: "client", to: "leader", nth: 0, copy: 1 } },
    ...messageKinds.map((kind) => ({ deliver: { from: 0, to: 1, nth: "newest", kind } }) as const),
  ],
  duplicate: [
    { duplicate: { from: 0, to: 1, nth: 3 } },
    { duplicate: { from: "leader", to: "a_follower", nth: "newest", copy: 0 } },
    { duplicate: { from: "a_follower", to: "client", nth: 0 } },
    { duplicate: { from: "client", to: "leader", nth: 0, copy: 1 } },
    ...messageKinds.map(
      (kind) => ({ duplicate: { from: 0, to: 1, nth: "newest", kind } }) as const,
    ),
  ],
  delay: [
    { delay: { from: 0, to: 1, nth: 3, by_ms: 500 } },
    { delay: { from: "leader", to: "a_follower", nth: "newest", copy: 0, by_ms: 0 } },
    { delay: { from: "a_follower", to: "client", nth: 0, by_ms: 10 } },
    { delay: { from: "client", to: "leader", nth: 0, copy: 1, by_ms: 10 } },
    ...messageKinds.map(
      (kind) => ({ delay: { from: 0, to: 1, nth: "newest", kind, by_ms: 10 } }) as const,
    ),
  ],
};

/** All of them, and the one that is a word alone. */
export const allSamples: readonly Action[] = [...Object.values(samples).flat(), "heal"];
