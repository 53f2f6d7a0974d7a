import { describe, expect, test } from "vitest";
import {
  autoRate,
  ballotInterval,
  crossingTime,
  fastestAutoRate,
  type PaceState,
  slowestAutoRate,
  startPace,
  storyRate,
} from "../clock/pace.ts";
import { fullPatience, impatientRate } from "../clock/patience.ts";
import { nothingToRead, readOn } from "../clock/reading.ts";
import type { Frame, PacketView, Upcoming } from "../engine/view.ts";
import { idle, led, packet } from "./stage-samples.ts";

const frameTime = 1000 / 60;

/** The pace of somebody who has watched at this rate for a while. */
const at = (rate: number): PaceState => ({ ...startPace, rate });

/** A world with a fixed list of messages and timers, played by the pace alone. */
interface World {
  readonly nodes: Frame["nodes"];
  readonly packets: readonly PacketView[];
  /** Moments at which something else happens (timers). */
  readonly timers: readonly number[];
  readonly decisive: number | null;
  readonly typicalLatency: number;
  /** Of a story: when something is said, which is when something decides. */
  readonly captions: readonly (readonly [number, string])[];
}

interface Played {
  readonly at: number;
  /** The viewer's milliseconds since the start. */
  readonly viewer: number;
  readonly rate: number;
}

function play(
  world: World,
  from: number,
  until: number,
  start: PaceState = startPace,
  elapsed = frameTime,
): Played[] {
  const played: Played[] = [{ at: from, viewer: 0, rate: start.rate }];
  let pace = start;
  let at = from;
  for (let count = 1; at < until && count < 100_000; count += 1) {
    pace = autoRate(pace, {
      frame: frameAt(world, at),
      upcoming: upcomingAt(world, at),
      typicalLatency: world.typicalLatency,
      caption: captionAt(world, at),
      elapsed,
    });
    at += elapsed * 1000 * pace.rate;
    played.push({ at, viewer: count * elapsed, rate: pace.rate });
  }
  return played;
}

function frameAt(world: World, now: number): Frame {
  const packets = world.packets.filter((one) => one.sentAt <= now && now < one.dueAt);
  return { now, nodes: world.nodes, packets };
}

function upcomingAt(world: World, now: number): Upcoming {
  const moments = [
    ...world.timers,
    ...world.packets.flatMap((one) => [one.sentAt, one.dueAt]),
  ].filter((moment) => moment > now);
  const decisive = [...(world.decisive === null ? [] : [world.decisive])]
    .concat(world.captions.map(([moment]) => moment))
    .filter((moment) => moment > now)
    .map((moment) => ({ at: moment, kind: "committed", node: 0 }))[0];
  return {
    nextEventAt: moments.length === 0 ? null : moments.reduce((one, other) => Math.min(one, other)),
    decisive: decisive ?? null,
  };
}

function captionAt({ captions }: World, now: number): string | null {
  return captions.findLast(([at]) => at <= now)?.[1] ?? null;
}

const empty: World = {
  nodes: idle(5).nodes,
  packets: [],
  timers: [],
  decisive: null,
  typicalLatency: 60_000,
  captions: [],
};

function flight(sentAt: number, latency: number, over: Partial<PacketView> = {}): PacketView {
  const vote = packet(sentAt + 1, 0, 1, "requestVote", 0, over);
  return { ...vote, sentAt, dueAt: sentAt + latency };
}

/** The viewer's milliseconds from the first frame at or after `from` to the one at `until`. */
function viewerTime(played: readonly Played[], from: number, until: number): number {
  const start = played.find((one) => one.at >= from)?.viewer ?? Number.NaN;
  const end = played.find((one) => one.at >= until)?.viewer ?? Number.NaN;
  return end - start;
}

describe("a message in flight", () => {
  for (const latency of [1_000, 60_000, 400_000, 5_000_000]) {
    test(`crosses in about ${crossingTime} ms when it takes ${latency / 1000} ms`, () => {
      const world = { ...empty, packets: [flight(0, latency)], typicalLatency: latency };
      const settled = at(latency / 1000 / crossingTime);
      const seen = viewerTime(play(world, 0, latency, settled), 0, latency);
      expect(seen).toBeGreaterThan(crossingTime * 0.85);
      expect(seen).toBeLessThan(crossingTime * 1.15);
    });
  }

  test("is not missed when it is sent while time runs fast", () => {
    const world = { ...empty, packets: [flight(0, 60_000)] };
    const seen = viewerTime(play(world, 0, 60_000, at(20)), 0, 60_000);
    expect(seen).toBeGreaterThan(250);
  });

  test("sets the pace among heartbeats, which alone cross somewhat faster", () => {
    const beat = { kind: "appendEntries", entryCount: 0 } as const;
    const beats = [flight(0, 60_000, beat), flight(0, 60_000, beat)];
    const quiet = play({ ...empty, packets: beats }, 0, 59_000, at(0.1));
    const mixed = play({ ...empty, packets: [...beats, flight(0, 60_000)] }, 0, 59_000, at(0.1));
    const quietTime = viewerTime(quiet, 0, 59_000);
    expect(quietTime).toBeLessThan(viewerTime(mixed, 0, 59_000));
    expect(quietTime).toBeGreaterThan(200);
  });

  test("sets no pace once it has been seen to die", () => {
    const lost = flight(0, 60_000, { fate: "lost" });
    const world = { ...empty, packets: [lost], timers: [2_000_000] };
    expect(viewerTime(play(world, 52_000, 2_000_000), 52_000, 2_000_000)).toBeLessThan(2_500);
  });

  test("sets the pace in a crowd of a hundred with mixed latencies, none of which flashes by", () => {
    const packets = Array.from({ length: 100 }, (_, index) => flight(0, 20_000 + index * 2_000));
    const world = { ...empty, packets };
    const played = play(world, 0, 218_000);
    for (const one of packets) {
      expect(viewerTime(played, 0, one.dueAt)).toBeGreaterThan(150);
    }
    expect(viewerTime(played, 0, 218_000)).toBeLessThan(2_500);
  });
});

describe("an uneventful wait", () => {
  for (const [latency, wait] of [
    [1_000, 50_000],
    [60_000, 1_500_000],
    [60_000, 3_000_000],
    [5_000_000, 60_000_000],
  ] as const) {
    test(`of ${wait / 1000} ms takes about a second at a latency of ${latency / 1000} ms`, () => {
      const world = { ...empty, timers: [wait], typicalLatency: latency };
      const start = at(latency / 1000 / crossingTime);
      const seen = viewerTime(play(world, 0, wait, start), 0, wait);
      expect(seen).toBeGreaterThan(500);
      expect(seen).toBeLessThan(1_700);
    });
  }

  test("of an hour takes a few seconds", () => {
    const hour = 3_600_000_000;
    const seen = viewerTime(play({ ...empty, timers: [hour] }, 0, hour), 0, hour);
    expect(seen).toBeLessThan(6_000);
  });

  test("is shorter between the heartbeats of a leader", () => {
    const world = { ...empty, timers: [400_000] };
    const start = at(0.1);
    const led5 = { ...world, nodes: led(0).nodes };
    expect(viewerTime(play(led5, 0, 400_000, start), 0, 400_000)).toBeLessThan(
      viewerTime(play(world, 0, 400_000, start), 0, 400_000),
    );
  });

  test("ends at the pace of the messages that follow, without jumping past the event", () => {
    const world = { ...empty, timers: [2_000_000] };
    const played = play(world, 0, 2_000_000);
    const last = played.at(-1);
    expect(last?.rate).toBeLessThan(0.2);
    expect((last?.at ?? 0) - 2_000_000).toBeLessThan(5_000);
  });

  test("lands on the event even when frames are rare", () => {
    const world = { ...empty, nodes: led(0).nodes, timers: [2_000_000] };
    const played = play(world, 0, 2_000_000, startPace, 250);
    expect((played.at(-1)?.at ?? 0) - 2_000_000).toBeLessThan(60_000);
  });
});

describe("a decisive event", () => {
  const packets = [flight(0, 60_000)];
  const settled = at(0.1);

  test("is played about half as fast", () => {
    const plain = viewerTime(play({ ...empty, packets }, 0, 60_000, settled), 0, 60_000);
    const world = { ...empty, packets, decisive: 60_000 };
    const slow = viewerTime(play(world, 0, 60_000, settled), 0, 60_000);
    expect(slow / plain).toBeGreaterThan(1.6);
    expect(slow / plain).toBeLessThan(2.2);
  });

  test("changes nothing while it is far", () => {
    const far = { ...empty, packets, decisive: 5_000_000 };
    const plain = play({ ...empty, packets }, 0, 50_000, settled);
    expect(play(far, 0, 50_000, settled)).toEqual(plain);
  });
});

describe("the ballots of an election", () => {
  const ballot = (latency: number) =>
    flight(0, latency, { kind: "requestVoteReply", positive: true, to: 2 });
  const nodes = idle(5).nodes.map((node) =>
    node.id === 2 ? { ...node, role: "candidate" as const } : node,
  );
  const moments = [60_000, 60_300, 60_301, 75_000];
  const world = { ...empty, nodes, packets: moments.map(ballot), decisive: 60_300 };

  for (const elapsed of [frameTime, 50]) {
    test(`land one by one with frames of ${elapsed.toFixed(0)} ms, however close they come`, () => {
      const played = play(world, 0, 80_000, at(0.1), elapsed);
      const seen = moments.map((moment) => viewerTime(played, 0, moment));
      seen.slice(1).forEach((later, index) => {
        expect(later - (seen[index] ?? 0)).toBeGreaterThan(ballotInterval * 0.7);
        expect(later - (seen[index] ?? 0)).toBeLessThan(ballotInterval * 3);
      });
    });
  }

  test("are not waited for once nobody needs them", () => {
    const led2 = { ...world, nodes: led(2).nodes };
    expect(viewerTime(play(led2, 0, 76_000, at(0.1)), 0, 76_000)).toBeLessThan(
      viewerTime(play(world, 0, 76_000, at(0.1)), 0, 76_000) - ballotInterval,
    );
  });
});

/** One message after the other, without a pause. */
function traffic(latency: number, until: number): readonly PacketView[] {
  const count = Math.ceil(until / latency);
  return Array.from({ length: count }, (_, nth) => flight(nth * latency, latency));
}

describe("a network that never rests", () => {
  test("is watched patiently at first, and never crawls", () => {
    const latency = 1_000;
    const until = 3_000_000;
    const world = { ...empty, packets: traffic(latency, until), typicalLatency: latency };
    const played = play(world, 0, until, at(latency / 1000 / crossingTime));
    expect(viewerTime(played, 0, latency)).toBeGreaterThan(crossingTime * 0.85);
    const bound = until / 1000 / impatientRate + fullPatience;
    // A frame more: how long it took is seen at the first one that is over.
    expect(viewerTime(played, 0, until)).toBeLessThan(bound + frameTime);
    expect(viewerTime(played, 0, until)).toBeGreaterThan(bound / 2);
  });

  test("may hold more messages than a call has room for arguments", () => {
    const packets = Array.from({ length: 200_000 }, () => flight(0, 60_000));
    const [, played] = play({ ...empty, packets }, 0, 1, at(0.1));
    expect(played?.rate).toBeGreaterThan(0);
  });

  test("does not try the patience with a write now and then", () => {
    const writes = [0, 500_000, 1_000_000].map((moment) => flight(moment, 60_000));
    const world = { ...empty, nodes: led(0).nodes, packets: writes };
    const played = play(world, 0, 1_060_000, at(0.1));
    expect(viewerTime(played, 1_000_000, 1_060_000)).toBeGreaterThan(crossingTime * 0.7);
  });
});

describe("a story", () => {
  const sentence = "Node 2 leads term 3 with the votes of 3 of 5 nodes.";
  /** As long as it takes at twenty milliseconds a letter. */
  const readable = sentence.length * 20;

  for (const [latency, apart] of [
    [60_000, 1_000],
    [1_000, 1_000],
    [60_000, 2_000_000],
  ] as const) {
    test(`leaves time to read what it says every ${apart / 1000} ms, at ${latency / 1000} ms`, () => {
      const moments = [0, 1, 2, 3].map((nth) => nth * apart);
      const captions = moments.map((moment) => [moment, `${moment}: ${sentence}`] as const);
      const world = {
        ...empty,
        packets: traffic(latency, 4 * apart),
        typicalLatency: latency,
        captions,
      };
      const played = play(world, 0, 4 * apart);
      const shown = played.map((one) => captionAt(world, one.at));
      for (const [, caption] of captions) expect(shown).toContain(caption);
      for (const [moment] of captions.slice(0, -1)) {
        expect(viewerTime(played, moment, moment + apart)).toBeGreaterThan(readable);
      }
    });
  }

  test("goes on where there is nothing to read", () => {
    const until = 4_000_000;
    const packets = traffic(1_000, until);
    const world = { ...empty, packets, typicalLatency: 1_000, captions: [[0, sentence] as const] };
    const reading = 2_000;
    const bound = until / 1000 / storyRate + reading;
    expect(viewerTime(play(world, 0, until), 0, until)).toBeLessThan(bound);
  });

  test("has no patience before it has said anything either", () => {
    const until = 1_000_000;
    const packets = traffic(1_000, until);
    const world = { ...empty, packets, typicalLatency: 1_000, captions: [[0, ""] as const] };
    const seen = viewerTime(play(world, 0, until), 0, until);
    expect(seen).toBeLessThan(until / 1000 / storyRate + 2 * frameTime);
  });

  test("waits no longer than it takes to read", () => {
    const world = { ...empty, timers: [2_000_000], captions: [[0, sentence] as const] };
    const seen = viewerTime(play(world, 0, 2_000_000), 0, 2_000_000);
    expect(seen).toBeGreaterThan(readable);
    expect(seen).toBeLessThan(4_000);
  });
});

describe("reading", () => {
  test("begins with what is new, and ends", () => {
    const begun = readOn(nothingToRead, "Node 1 crashes.", 16);
    expect(begun.left).toBeGreaterThan(500);
    const later = readOn(begun, "Node 1 crashes.", 100);
    expect(later.left).toBeCloseTo(begun.left - 100);
    expect(readOn(later, "Node 1 crashes.", 60_000).left).toBe(0);
    expect(readOn(later, "Node 2 crashes.", 16).left).toBe(begun.left);
  });

  test("takes longer for more, within reason, and no time for nothing", () => {
    const [short, long, endless] = [20, 80, 500].map(
      (letters) => readOn(nothingToRead, "x".repeat(letters), 16).left,
    );
    expect(long).toBeGreaterThan(short ?? 0);
    expect(endless).toBeLessThan(5_000);
    expect(readOn({ caption: "x", left: 300, silence: 0 }, null, 16)).toEqual(nothingToRead);
  });
});

describe("the rate", () => {
  test("is 1 when nothing at all is due", () => {
    const played = play(empty, 0, 3_000_000, at(0.1));
    expect(played.at(-1)?.rate).toBeCloseTo(1, 6);
  });

  test("never jumps up, and never leaves its limits", () => {
    const packets = [flight(1_500_000, 60_000), flight(1_560_000, 1_000), flight(4_000_000, 5e6)];
    const world = { ...empty, packets, timers: [2e6, 3e6, 9e9], decisive: 1_561_000 };
    const played = play(world, 0, 1e10);
    played.forEach((one, index) => {
      const before = played[index - 1];
      expect(one.rate).toBeGreaterThanOrEqual(slowestAutoRate);
      expect(one.rate).toBeLessThanOrEqual(fastestAutoRate);
      if (before !== undefined) expect(one.rate / before.rate).toBeLessThan(1.11);
    });
  });

  test("does not change while no time passes", () => {
    const state = { ...at(0.3), lingering: 20 };
    const input = {
      frame: frameAt(empty, 0),
      upcoming: upcomingAt(empty, 0),
      typicalLatency: 60_000,
      caption: null,
      elapsed: 0,
    };
    expect(autoRate(state, input)).toBe(state);
  });
});
