import { describe, expect, it } from "vitest";
import { type Band, type Lanes, type Marks, noLanes, readLanes } from "../engine/lanes.ts";
import type { Surface } from "../stage/surface.ts";
import type { Theme } from "../stage/theme.ts";
import { drawBands, drawOverBands } from "../strip/draw.ts";
import { columnRoom, layoutStrip, playedOn } from "../strip/scene.ts";
import { shownSpan, ticksOf, tickWords } from "../strip/span.ts";
import { laneWords, marksAt, momentOfLane } from "../strip/words.ts";

const SECOND = 1_000_000;

function aBand(changes: Partial<Band>): Band {
  return { at: 0, term: 0, role: "follower", status: "up", cutOffFrom: 0, ...changes };
}

function marks(changes: Partial<Marks> = {}): Marks {
  return { ...noLanes.clients, ...changes };
}

/** Three nodes: Node 1 is elected, commits, and crashes. */
const story: Lanes = {
  nodes: [
    { bands: [aBand({}), aBand({ at: 2 * SECOND, term: 1 })], marks: marks() },
    {
      bands: [
        aBand({}),
        aBand({ at: 2 * SECOND, term: 1, role: "candidate" }),
        aBand({ at: 2.1 * SECOND, term: 1, role: "leader" }),
        aBand({ at: 5 * SECOND, term: 1, status: "crashed" }),
      ],
      marks: marks({ elected: [2.1 * SECOND], committed: [3 * SECOND] }),
    },
    { bands: [aBand({}), aBand({ at: SECOND, cutOffFrom: 2 })], marks: marks() },
  ],
  clients: marks({ requested: [2.5 * SECOND], requestEnded: [3.1 * SECOND] }),
  violations: [4 * SECOND],
  played: 6 * SECOND,
};

describe("the span of the strip", () => {
  it("leaves room ahead, and grows in steps", () => {
    expect(
      [0, 9_000_000, 9_900_000, 61_000_000, 9_000_000_000].map((head) => shownSpan(head) / SECOND),
    ).toEqual([10, 10, 20, 120, 10800]);
  });

  it("has as many written moments as there is room for", () => {
    const words = (span: number, width: number) =>
      ticksOf(span * SECOND, width).map((at) => tickWords(at));
    expect(words(10, 1000)).toHaveLength(11);
    expect(words(10, 200)).toEqual(["0 s", "5 s", "10 s"]);
    expect(words(3600, 250)).toEqual(["0 s", "20:00", "40:00", "1:00:00"]);
    for (const span of [10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 36_000])
      for (const width of [80, 250, 320, 700, 1100])
        expect(ticksOf(span * SECOND, width).length).toBeLessThanOrEqual(width / 64 + 1);
  });
});

describe("the lanes", () => {
  const scene = layoutStrip(story, { width: 1072, height: 84, head: 6 * SECOND, now: 0 });
  const [first, second, third, clients] = scene.lanes;

  it("are one for each node, and one for the clients, from top to bottom", () => {
    expect(scene.lanes.map(({ label }) => label)).toEqual([
      "Node 0",
      "Node 1",
      "Node 2",
      "Clients",
    ]);
    expect(scene.lanes.map(({ y }) => y)).toEqual([8.5, 25.5, 42.5, 59.5]);
  });

  it("have a band for each state, the last one up to the head", () => {
    // A hundred pixels a second, from 64 on.
    expect(second?.bands.map(({ left, right, form, hue }) => [left, right, form, hue])).toEqual([
      [64, 264, "follower", 0],
      [264, 274, "candidate", 1],
      [274, 564, "leader", 1],
      [564, 664, "crashed", 1],
    ]);
    expect(first?.bands.at(-1)).toMatchObject({ left: 264, right: 664 });
  });

  it("are blank where a scenario was not played yet, and the span holds its end", () => {
    const room = { width: 1072, height: 84, head: 9 * SECOND };
    const opened = { ...story, played: 0, nodes: [{ bands: [aBand({})], marks: marks() }] };
    const right = (now: number, played: number) =>
      layoutStrip({ ...opened, played }, { ...room, now }).lanes[0]?.bands[0]?.right;
    expect([right(0, 0), right(SECOND, 0), right(SECOND, 3 * SECOND)]).toEqual([64, 164, 364]);
  });

  it("show who is cut off, and from how many", () => {
    expect(third?.bands.map(({ cut }) => cut)).toEqual(["none", "majority"]);
    const some = {
      ...story,
      nodes: [{ bands: [aBand({ cutOffFrom: 1 })], marks: marks() }, ...story.nodes.slice(1)],
    };
    expect(
      layoutStrip(some, { width: 1072, height: 84, head: SECOND, now: 0 }).lanes[0]?.bands[0]?.cut,
    ).toBe("some");
  });

  it("mark elections, commits, crashes, requests and violations", () => {
    expect(second?.marks).toEqual([
      { x: 274, kind: "elected" },
      { x: 364, kind: "committed" },
      { x: 564, kind: "crashed" },
    ]);
    expect(clients?.marks).toEqual([
      { x: 314, kind: "requested" },
      { x: 374, kind: "requestEnded" },
    ]);
    expect(scene.violations).toEqual([464]);
  });

  it("place few marks however many there are", () => {
    const often = marks({ committed: Array.from({ length: 1024 }, (_, i) => i * 9_000) });
    const many = { ...story, clients: often };
    const drawn = layoutStrip(many, {
      width: 1072,
      height: 84,
      head: 9.2 * SECOND,
      now: 0,
    }).lanes.at(-1);
    expect(drawn?.marks.length).toBeLessThanOrEqual(250);
    expect(drawn?.marks.length).toBeGreaterThan(150);
  });

  it("have labels that do not touch, and written moments, where the strip is low, too", () => {
    const nine = {
      ...story,
      nodes: Array.from({ length: 9 }, () => ({ bands: [], marks: marks() })),
    };
    const high = layoutStrip(nine, { width: 1072, height: 84, head: SECOND, now: 0 });
    expect(high.lanes.map(({ label }) => label).join("")).toBe("012345678C");
    const low = layoutStrip(nine, { width: 500, height: 47, head: SECOND, now: 0 });
    expect(low.lanes.map(({ label }) => label).join("")).toBe("012345678C");
    expect(low.ticks.length).toBeGreaterThan(2);
    // The clients are told from the nodes, and lie above the written moments.
    expect(low.lanes.at(-1)?.label).toBe("C");
    expect((low.lanes.at(-1)?.y ?? 47) + low.pitch / 2).toBeLessThanOrEqual(47 - 12);
    for (const { lanes, left } of [high, low])
      for (const column of new Set(lanes.map((lane) => lane.column))) {
        // A digit is eight pixels wide, and stands eight before the lanes.
        expect(left - 8 - columnRoom * column).toBeGreaterThanOrEqual(8);
        const own = lanes.filter((lane) => lane.column === column);
        for (const [place, { y }] of own.entries())
          expect(y - (own[place - 1]?.y ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(11);
      }
  });

  it("have no moment written where the sign is at which two runs part", () => {
    const room = { width: 1072, height: 84, head: 6 * SECOND, now: 0 };
    const written = (parting: number | null) =>
      layoutStrip(story, { ...room, parting }).ticks.map(({ label }) => label);
    const all = written(null);
    expect(all).toContain("5 s");
    expect(written(5.1 * SECOND)).toEqual(all.filter((label) => label !== "5 s"));
    expect(written(5.5 * SECOND)).toEqual(all);
  });

  it("have digits alone as labels where there is little room", () => {
    const narrow = layoutStrip(story, { width: 328, height: 84, head: 6 * SECOND, now: 0 });
    expect(narrow.lanes.map(({ label }) => label)).toEqual(["0", "1", "2", "C"]);
  });
});

it("the crown of the topmost lane is within the strip", () => {
  const first: Lanes = {
    ...story,
    nodes: [{ bands: [aBand({})], marks: marks({ elected: [SECOND] }) }, ...story.nodes.slice(1)],
  };
  for (const [width, height] of [
    [1072, 83],
    [328, 83],
    [300, 47],
  ] as const) {
    const tops: number[] = [];
    const context = new Proxy(
      {},
      {
        get: (_, name) =>
          name === "lineTo" || name === "fillRect"
            ? (_x: number, y: number) => tops.push(y)
            : () => undefined,
        set: () => true,
      },
    );
    const scene = layoutStrip(first, { width, height, head: 6 * SECOND, now: 0 });
    const theme = { terms: [], ink: "" } as unknown as Theme;
    drawBands(context as Surface, scene, theme);
    drawOverBands(context as Surface, scene, theme);
    expect(Math.min(...tops)).toBeGreaterThanOrEqual(0);
  }
});

it("is as laid out anew when the run has been played on", () => {
  for (const played of [0, 6 * SECOND]) {
    const lanes = { ...story, played };
    const room = (now: number) => ({ width: 1072, height: 84, head: 8 * SECOND, now });
    const before = layoutStrip(lanes, room(5 * SECOND));
    for (const now of [5, 5.5, 7])
      expect(playedOn(before, lanes, room(now * SECOND))).toEqual(
        layoutStrip(lanes, room(now * SECOND)),
      );
  }
});

describe("what the strip says", () => {
  it("counts one earlier change as one", () => {
    const bands = Array.from({ length: 9 }, (_, term) => aBand({ at: term * SECOND, term }));
    const lanes = { ...story, nodes: [{ bands, marks: marks() }] };
    expect(laneWords(lanes, 0, 9 * SECOND)).toMatch(/^Node 0: 1 earlier change; /);
  });

  it("is the mark under the pointer, else the band", () => {
    const said = (place: number, at: number) => momentOfLane(story, place, at * SECOND, 40_000);
    expect(said(1, 2.12)).toBe("Node 1 wins an election at 2.10 s");
    expect(said(1, 4)).toBe("Node 1: leader of term 1 since 2.10 s");
    expect(said(1, 5.5)).toBe("Node 1: crashed, term 1 since 5.00 s");
    expect(said(2, 4)).toBe("Node 2: follower of term 0, links with 2 others cut since 1.00 s");
    expect(said(3, 2.5)).toBe("Clients send a request at 2.50 s");
    expect(said(3, 5)).toBe("");
  });

  it("is what is marked at the moment shown", () => {
    expect(marksAt(story, 2.1 * SECOND)).toEqual(["Node 1 wins an election"]);
    expect(marksAt(story, 2.5 * SECOND)).toEqual(["Clients send a request"]);
    expect(marksAt(story, 2.6 * SECOND)).toEqual([]);
  });

  it("tells a lane to those who cannot see it", () => {
    expect(laneWords(story, 1, 6 * SECOND)).toBe(
      "Node 1: follower of term 0 from 0.00 s; candidate of term 1 from 2.00 s; " +
        "leader of term 1 from 2.10 s; crashed, term 1 from 5.00 s.",
    );
    expect(laneWords(story, 1, SECOND)).toBe("Node 1: follower of term 0 from 0.00 s.");
  });
});

describe("the numbers of the engine", () => {
  it("are read in their order", () => {
    const none = [0, 0, 0, 0, 0, 0, 0];
    const numbers = [
      1,
      2,
      0,
      0,
      0,
      0,
      0,
      5,
      1,
      2,
      1,
      3,
      1,
      7,
      ...none.slice(1),
      0,
      1,
      9,
      0,
      0,
      0,
      0,
      0,
      1,
      4,
      12,
    ];
    expect(readLanes(Float64Array.from(numbers))).toEqual({
      nodes: [
        {
          bands: [
            aBand({}),
            aBand({ at: 5, term: 1, role: "leader", status: "paused", cutOffFrom: 3 }),
          ],
          marks: marks({ elected: [7] }),
        },
      ],
      clients: marks({ committed: [9] }),
      violations: [4],
      played: 12,
    });
  });
});
