/**
 * Whole scenes as goldens in goldens/stage. After a change that can be explained:
 * UPDATE_GOLDENS=1 npx vitest run web/tests/stage-layout.test.ts
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Frame } from "../engine/view.ts";
import { layout } from "../stage/layout.ts";
import { bringNotes } from "../stage/link-notes.ts";
import { placeNotes } from "../stage/place-notes.ts";
import { scenePoint } from "../stage/point.ts";
import type { StageInput } from "../stage/settings.ts";
import { describeScene } from "./stage-describe.ts";
import {
  idle,
  led,
  node,
  now,
  packet,
  request,
  settingsFor,
  small,
  wide,
} from "./stage-samples.ts";

bringNotes(placeNotes);

interface Sample {
  readonly frame: Frame;
  readonly input?: Partial<StageInput>;
}

const campaign: Frame = {
  now,
  nodes: [
    node(0, { term: 1, votedFor: 2 }),
    node(1, { term: 1, votedFor: 2 }),
    node(2, { term: 1, role: "candidate", votedFor: 2, votes: [2, 1] }),
    node(3, { term: 1, votedFor: 3 }),
    node(4, { term: 0 }),
  ],
  packets: [
    packet(1, 2, 4, "requestVote", 0.6, { term: 1 }),
    packet(2, 0, 2, "requestVoteReply", 0.25, { term: 1, positive: true }),
    packet(3, 3, 2, "requestVoteReply", 0.5, { term: 1, positive: false }),
  ],
};

const writes: Frame = {
  ...led(2),
  packets: [
    packet(1, 2, 0, "appendEntries", 0.5, { entryCount: 1 }),
    packet(2, 2, 1, "appendEntries", 0.5, { entryCount: 9, duplicate: true }),
    packet(3, 2, 4, "appendEntries", 0.5),
    packet(4, 3, 2, "appendEntriesReply", 0.5, { positive: true }),
    packet(5, 0, 2, "appendEntriesReply", 0.5, { positive: true, entryCount: 1 }),
    packet(6, 4, 2, "appendEntriesReply", 0.5, { positive: false }),
    packet(7, "client", 2, "clientRequest", 0.5, { term: 0 }),
    packet(8, 1, "client", "clientReply", 0.5, { term: 0, positive: false }),
  ],
};

const samples: Readonly<Record<string, Sample>> = {
  five_followers_wait: { frame: idle(5), input: { predicted: 2 } },
  candidate_collects_votes: { frame: campaign, input: { hovered: { kind: "packet", id: 1 } } },
  leader_with_writes_in_flight: {
    frame: writes,
    input: {
      selected: { kind: "node", id: 1 },
      requests: [
        request(1, "SET balance=1000", "acknowledged"),
        request(2, "TRANSFER 200 -> account_7", "unknown"),
        request(3, "SET y=2", "waiting"),
        request(4, "SET z=3", "refused"),
      ],
    },
  },
  wall_between_two_and_three: {
    frame: {
      ...led(0),
      packets: [
        packet(1, 0, 1, "appendEntries", 0.5, { entryCount: 1 }),
        packet(2, 0, 2, "appendEntries", 0.9, { entryCount: 1, fate: "cut" }),
      ],
    },
    input: {
      groups: [
        [0, 1],
        [2, 3, 4],
      ],
    },
  },
  one_node_isolated: { frame: led(2), input: { groups: [[2], [0, 1, 3, 4]] } },
  three_groups_meet_in_the_middle: { frame: led(2), input: { groups: [[0], [1, 2], [3, 4]] } },
  interleaved_groups_have_barriers_and_letters: {
    frame: led(2),
    input: {
      groups: [
        [0, 2],
        [1, 3, 4],
      ],
    },
  },
  cut_links: {
    frame: led(2),
    input: {
      cuts: [
        { from: 2, to: 4 },
        { from: 0, to: 1 },
        { from: 1, to: 0 },
      ],
      hovered: { kind: "link", from: 4, to: 3 },
    },
  },
  crashed_paused_and_violating: {
    frame: {
      now,
      nodes: led(1).nodes.map((one) => {
        if (one.id === 2)
          return { ...one, status: "crashed", commitIndex: null, timerEndsAt: null };
        return one.id === 4 ? { ...one, status: "paused" } : one;
      }),
      packets: [],
    },
    input: { violating: [3] },
  },
  machines_suffer: {
    frame: led(2),
    input: {
      faultSigns: [
        [{ kind: "diskStalled", short: "disk stalled", words: "its disk stalls" }],
        [{ kind: "diskLies", short: "disk lies", words: "its disk lies" }],
        [{ kind: "crashArmed", short: "crash armed", words: "it crashes at its next write" }],
        [
          { kind: "diskSlow", short: "disk slow", words: "its disk takes 50 ms" },
          { kind: "clock", short: "clock ⅓×", words: "its clock runs at ⅓×" },
          { kind: "slowLinks", short: "slow links", words: "all its links are slow" },
        ],
      ],
      linkNotes: [
        { from: 4, to: 0, bothWays: true, text: "40 % lost" },
        { from: 2, to: 1, bothWays: false, text: "400 ms" },
      ],
    },
  },
  lost_messages_die_half_way: {
    frame: {
      ...led(2),
      packets: [
        packet(1, 2, 0, "appendEntries", 0.4, { entryCount: 1, fate: "lost" }),
        packet(2, 2, 1, "appendEntries", 0.75, { entryCount: 1, fate: "lost" }),
        packet(3, 2, 3, "appendEntries", 1, { entryCount: 1, fate: "lost" }),
      ],
    },
  },
  drag_cuts_the_ring: {
    frame: led(2),
    input: { drag: { from: scenePoint(120, 100), to: scenePoint(330, 300) } },
  },
};

for (const [name, { frame, input }] of Object.entries(samples)) {
  test(`${name}, on a wide stage`, () => {
    matchesGolden(`${name}.wide`, describeScene(layout(frame, settingsFor(wide, input))));
  });
  test(`${name}, on a small stage`, () => {
    matchesGolden(`${name}.small`, describeScene(layout(frame, settingsFor(small, input))));
  });
}

test("layout gives the same scene for the same question, whatever was asked before", () => {
  const first = layout(writes, settingsFor(wide));
  for (let count = 1; count <= 9; count += 1) layout(idle(count), settingsFor(small));
  expect(layout(writes, settingsFor(wide))).toEqual(first);
});

function matchesGolden(name: string, actual: string): void {
  const path = fileURLToPath(new URL(`./goldens/stage/${name}.txt`, import.meta.url));
  if (process.env.UPDATE_GOLDENS === "1") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
  }
  expect(existsSync(path), `no golden ${name}: run with UPDATE_GOLDENS=1`).toBe(true);
  expect(actual).toBe(readFileSync(path, "utf8"));
}

test("beyond 999, the commit is told in a shorter word, which fits its place", () => {
  const frame = led(2);
  const words = (commitIndex: number) => {
    const nodes = frame.nodes.map((each) => ({ ...each, commitIndex }));
    const scene = layout({ ...frame, nodes }, settingsFor(wide));
    return scene.nodes[0]?.caption[0]?.text ?? "";
  };
  expect(words(999)).toBe("committed 999");
  expect(words(1000)).toBe("commit 1000");
  expect(words(123_456).length).toBeLessThanOrEqual(words(999).length);
});
