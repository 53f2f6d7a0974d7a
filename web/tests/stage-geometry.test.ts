import { describe, expect, test } from "vitest";
import { letterWidth } from "../stage/captions.ts";
import { layout } from "../stage/layout.ts";
import { bringNotes } from "../stage/link-notes.ts";
import { pointOn } from "../stage/path.ts";
import { placeNotes } from "../stage/place-notes.ts";
import {
  boxesOverlap,
  distance,
  distanceToBox,
  grown,
  type SceneBox,
  scenePoint,
  segmentMeetsBox,
} from "../stage/point.ts";
import { type Place, ringFor, wayBetween } from "../stage/ring.ts";
import type { Label, Scene } from "../stage/scene.ts";
import { wallFraction, wallsOf } from "../stage/walls.ts";
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

const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const sizes = [
  wide,
  small,
  { width: 1040, height: 620 },
  { width: 620, height: 400 },
  { width: 412, height: 340 },
];
const cases = sizes.flatMap((size) => counts.map((count) => ({ ...size, count })));

describe.each(cases)("$count nodes on $width x $height", ({ width, height, count }) => {
  const size = { width, height };
  const ring = ringFor(width, height, count);

  test("nodes are inside the stage, large enough to touch, and apart", () => {
    expect(ring.nodeRadius * 2).toBeGreaterThanOrEqual(48);
    ring.nodes.forEach((one, index) => {
      expect(one.x - ring.nodeRadius).toBeGreaterThanOrEqual(0);
      expect(one.y - ring.nodeRadius).toBeGreaterThanOrEqual(0);
      expect(one.x + ring.nodeRadius).toBeLessThanOrEqual(width);
      expect(one.y + ring.nodeRadius).toBeLessThanOrEqual(height);
      expect(distanceToBox(one, ring.client)).toBeGreaterThan(ring.nodeRadius + 8);
      for (const other of ring.nodes.slice(index + 1)) {
        expect(distance(one, other)).toBeGreaterThan(ring.nodeRadius * 2 + 16);
      }
    });
  });

  test.each([
    ["", false],
    [" in a hall", true],
  ])("words stay inside the stage and off each other and off the nodes%s", (_, large) => {
    const nodes = idle(count).nodes.map((one) =>
      node(one.id, { term: 12, commitIndex: 999, votedFor: 8 }),
    );
    const requests = [1, 2, 3].map((id) =>
      request(id, "TRANSFER 200 -> account_7", "acknowledged"),
    );
    const scene = layout({ now, nodes, packets: [] }, settingsFor(size, { requests, large }));
    const captions = scene.nodes.map((one) => one.caption.map(extent));
    const listed = scene.client.requests.flatMap((one) => one.labels.map(extent));
    const all = [...captions, listed];
    for (const box of all.flat()) {
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.left + box.width).toBeLessThanOrEqual(width);
      expect(box.top + box.height).toBeLessThanOrEqual(height);
      for (const other of scene.nodes) {
        expect(distanceToBox(other.center, box)).toBeGreaterThan(other.radius);
      }
    }
    all.forEach((boxes, index) => {
      for (const box of boxes) {
        for (const other of all.slice(index + 1).flat())
          expect(boxesOverlap(box, other)).toBe(false);
      }
    });
  });

  test("opposite directions of a link do not collide", () => {
    for (const [from, to] of pairs(count)) {
      const there = wayBetween(ring, from, to);
      const back = wayBetween(ring, to, from);
      if (there === null || back === null) throw new Error("every pair has a way");
      for (let step = 0; step <= 10; step += 1) {
        const gap = distance(pointOn(there, step / 10), pointOn(back, 1 - step / 10));
        expect(gap).toBeGreaterThan(2 * ring.lane - 1);
      }
    }
  });

  test("messages pass beside the nodes between, never over their words", () => {
    for (const [from, to] of pairs(count)) {
      const way = wayBetween(ring, from, to);
      if (way === null) throw new Error("every pair has a way");
      for (let step = 0; step <= 20; step += 1) {
        const at = pointOn(way, step / 20);
        for (const other of ring.nodes) {
          expect(distance(at, other)).toBeGreaterThan(ring.nodeRadius * 0.8);
        }
      }
    }
  });
});

/** The stages of a phone, of one with the tour, and of a phone on its side. */
test.each([
  [360, 320],
  [360, 293],
  [422, 294],
  [390, 420],
])(
  "every one of five nodes has its caption on %i x %i, and the ring is about in the middle",
  (width, height) => {
    const ring = ringFor(width, height, 5);
    expect(ring.captions).not.toContain(null);
    expect(Math.abs(ring.center.x - width / 2)).toBeLessThanOrEqual(28);
  },
);

describe("where not every caption has room", () => {
  const size = { width: 360, height: 241 };

  test.each([0, 1, 2, 3, 4])("Node %i has one when it leads", (leader) => {
    expect(ringFor(size.width, size.height, 5).captions).toContain(null);
    const scene = layout(led(leader), settingsFor(size));
    expect(scene.nodes[leader]?.caption[0]?.text).toBe("leader");
    expect(scene.nodes.filter(({ caption }) => caption.length > 0)).toHaveLength(4);
  });

  test.each([0, 1, 2, 3, 4])("Node %i has one when it is down", (down) => {
    const nodes = led((down + 2) % 5).nodes.map((one) =>
      one.id === down ? node(down, { status: "crashed" }) : one,
    );
    const scene = layout({ now, nodes, packets: [] }, settingsFor(size));
    expect(scene.nodes[down]?.caption[0]?.text).toBe("crashed");
    expect(scene.nodes[(down + 2) % 5]?.caption[0]?.text).toBe("leader");
  });
});

/** One of two runs side by side on pages of many sizes, and rooms that are higher than wide. */
const narrow = [
  [260, 420],
  [310, 460],
  [384, 500],
  [388, 640],
  [570, 760],
  [300, 900],
  [120, 600],
] as const;
describe.each(narrow)("in a room of %i x %i", (width, height) => {
  test.each(counts.filter((count) => count > 2))(
    "a ring of %i is no stretched one, and stands in the middle",
    (count) => {
      const ring = ringFor(width, height, count);
      expect(ring.radiusY / ring.radiusX).toBeLessThanOrEqual(1.1 + 1e-9);
      expect(ring.radiusX / ring.radiusY).toBeLessThanOrEqual(1.5 + 1e-9);
      const ys = ring.nodes.map(({ y }) => y);
      const [above, below] = [Math.min(...ys), height - Math.max(...ys)];
      expect(Math.abs(above - below)).toBeLessThanOrEqual(72);
    },
  );
});

test.each([
  [288, 150],
  [288, 130],
  [578, 200],
])("no node hides another where there is hardly any room: %i x %i", (width, height) => {
  for (const client of width < 400 ? (["drawn"] as const) : (["drawn", "beside"] as const)) {
    for (const count of height < 150 ? [3, 5] : [3, 5, 7]) {
      const { nodes, nodeRadius } = ringFor(width, height, count, client);
      nodes.forEach((one, place) => {
        expect(one.y + nodeRadius).toBeLessThanOrEqual(height);
        for (const other of nodes.slice(place + 1))
          expect(distance(one, other)).toBeGreaterThan(2 * nodeRadius);
      });
    }
  }
});

test("a message is at its sender, half-way and at its receiver when its times say so", () => {
  for (const flown of [0, 0.5, 1]) {
    const sent = packet(1, 4, 1, "appendEntries", flown, { entryCount: 1 });
    const scene = layout({ ...led(4), packets: [sent] }, settingsFor(wide));
    const shape = scene.packets[0];
    const from = scene.nodes[4];
    const to = scene.nodes[1];
    if (shape === undefined || from === undefined || to === undefined) throw new Error("no scene");
    expect(distance(shape.at, pointOn(shape.path, flown))).toBeLessThan(0.001);
    const lane = ringFor(wide.width, wide.height, 5).lane;
    if (flown === 0) expect(distance(shape.at, from.center)).toBeLessThan(from.radius + 6 + lane);
    if (flown === 1) expect(distance(shape.at, to.center)).toBeLessThan(to.radius + 6 + lane);
    if (flown === 0.5) {
      const rest = distance(shape.at, from.center) - distance(shape.at, to.center);
      expect(Math.abs(rest)).toBeLessThan(0.001);
    }
  }
});

test("a message from above ends short of the crown that its receiver may have", () => {
  for (const [from, to] of [
    [0, 2],
    [0, 3],
    [1, 2],
  ] as const) {
    const sent = packet(1, from, to, "appendEntriesReply", 1);
    const scene = layout({ ...led(to), packets: [sent] }, settingsFor(wide));
    const [shape, node] = [scene.packets[0], scene.nodes[to]];
    if (shape === undefined || node === undefined) throw new Error("no scene");
    const crown = scenePoint(node.center.x, node.center.y - node.radius - 7);
    expect(distance(shape.at, crown)).toBeGreaterThan(18);
  }
});

test("equal times make equal steps", () => {
  const at = [0.2, 0.4, 0.6].map((flown) => {
    const packets = [packet(1, 3, 1, "appendEntries", flown)];
    return layout({ ...led(3), packets }, settingsFor(wide)).packets[0]?.at;
  });
  const [first, second, third] = at;
  if (first === undefined || second === undefined || third === undefined) throw new Error("lost");
  expect(distance(first, second)).toBeCloseTo(distance(second, third), 6);
});

test("reduced motion shows messages at their place, without tails and without fading", () => {
  const packets = [
    packet(1, 2, 0, "requestVote", 0.5),
    packet(2, 2, 1, "requestVote", 0.8, { fate: "lost" }),
  ];
  const scene = layout({ ...led(2), packets }, settingsFor(wide, { reducedMotion: true }));
  expect(scene.packets.map((one) => [one.tail, one.opacity])).toEqual([
    [null, 1],
    [null, 1],
  ]);
});

test("a cut message ends at the wall it meets", () => {
  const packets = [packet(1, 0, 3, "appendEntries", 0.99, { fate: "cut" })];
  const groups = [[0], [1, 2, 3, 4]];
  const scene = layout({ ...led(0), packets }, settingsFor(wide, { groups }));
  const shape = scene.packets[0];
  const wall = scene.walls[0];
  if (shape === undefined || wall === undefined) throw new Error("no wall");
  const nearest = Math.min(...wall.points.map((point) => distance(point, shape.at)));
  expect(nearest).toBeLessThan(20);
  expect(shape.death).toBe("wall");
});

/** Also the rooms above the open diagram, which are wide and low. */
const walledStages = [
  { ...wide, client: "drawn" },
  { ...small, client: "drawn" },
  { width: 768, height: 214, client: "beside" },
  { width: 614, height: 196, client: "beside" },
  { width: 422, height: 294, client: "drawn" },
  { width: 360, height: 293, client: "drawn" },
] as const;
const walledGroups = [
  [[0], [1, 2, 3, 4]],
  [
    [0, 1],
    [2, 3, 4],
  ],
  [
    [1, 2],
    [0, 3, 4],
  ],
  [[2], [0, 1, 3, 4]],
  [
    [3, 4],
    [0, 1, 2],
  ],
  [
    [4, 0],
    [1, 2, 3],
  ],
  [[0], [1, 2], [3, 4]],
];

test.each(
  walledStages.flatMap(({ client, ...size }) =>
    walledGroups.map((groups) => ({ ...size, client, groups })),
  ),
)(
  "no wall touches the words of a node ($width x $height, $groups)",
  ({ width, height, client, groups }) => {
    const nodes = idle(5).nodes.map(({ id }) => node(id, { commitIndex: 999, votedFor: 8 }));
    const settings = settingsFor({ width, height }, { groups, client });
    const scene = layout({ now, nodes, packets: [] }, settings);
    expect(scene.walls.length).toBeGreaterThan(0);
    const words = scene.nodes.flatMap((one) => one.caption.map(extent));
    expect(words.length).toBeGreaterThan(4);
    expect(touchedByWalls(scene, words)).toEqual([]);
  },
);

test.each([small, { width: 412, height: 340 }])(
  "a wall that words stand in goes on behind them ($width x $height)",
  (size) => {
    const nodes = idle(4).nodes.map(({ id }) => node(id, { commitIndex: 999, votedFor: 8 }));
    const groups = [
      [0, 1],
      [2, 3],
    ];
    const scene = layout({ now, nodes, packets: [] }, settingsFor(size, { groups }));
    const words = scene.nodes.flatMap((one) => one.caption.map(extent));
    expect(scene.walls.length).toBeGreaterThan(1);
    expect(touchedByWalls(scene, words)).toEqual([]);
  },
);

test("the client says how many wait in the words that have room in its box", () => {
  const said = (settings: ReturnType<typeof settingsFor>) =>
    layout(idle(5), settings).client.labels.at(-1)?.text;
  expect(said(settingsFor(small, { waiting: 9 }))).toBe("9 waiting");
  expect(said(settingsFor(small, { waiting: 12 }))).toBe("12 wait");
  expect(said(settingsFor(wide, { waiting: 120 }))).toBe("120 waiting");
  expect(said(settingsFor(wide, { waiting: 120, large: true }))).toBe("120 waiting");
});

test("a message ends at its wall also where words hide it, and a wall out of sight is replaced", () => {
  const { nodes } = led(0);
  const groups = [
    [0, 1],
    [2, 3, 4],
  ];
  const ring = ringFor(wide.width, wide.height, 5);
  const whole = wallsOf(groups, nodes, ring)?.[0]?.whole ?? [];
  const path = wayBetween(ring, 0, 3);
  if (path === null) throw new Error("There is no way.");
  const [start, end] = [whole.slice(0, 2), whole.slice(-2)];
  const unbroken = wallFraction(path, [{ points: whole, whole }]);
  expect(unbroken).not.toBe(0.5);
  expect(
    wallFraction(
      path,
      [start, end].map((points) => ({ points, whole })),
    ),
  ).toBe(unbroken);
  const everywhere = { left: 0, top: 0, ...wide };
  const captions = ring.nodes.map(() => ({ box: everywhere, align: "left" as const }));
  expect(wallsOf(groups, nodes, { ...ring, captions })).toBeNull();
});

test.each(counts)("the words in small nodes keep away from the outline: %i nodes", (count) => {
  for (const size of [small, { width: 424, height: 294 }, { width: 360, height: 293 }]) {
    for (const term of [1, 12, 345]) {
      const nodes = idle(count).nodes.map(({ id }) => node(id, { term }));
      for (const { labels, center, radius } of layout(
        { now, nodes, packets: [] },
        settingsFor(size),
      ).nodes) {
        for (const { text, at, size } of labels) {
          // A bold letter is about so wide.
          const half = (text.length * 0.62 * size) / 2;
          const corner = Math.hypot(half, Math.abs(at.y - center.y) + 0.4 * size);
          expect(corner, text).toBeLessThan(radius - 1);
        }
      }
    }
  }
});

test.each([
  ["2679 ms", small],
  ["2679 ms", { width: 360, height: 293 }],
  ["2679 ms", { width: 620, height: 400 }],
  ["400 ms, 33 % lost", wide],
])("a note on a link, %s, is clear of nodes and their timers (%o)", (text, size) => {
  for (const [first, second] of pairs(5)) {
    if (first === "client" || second === "client") continue;
    const notes = [first, second].map((from) => ({
      from,
      to: first + second - from,
      bothWays: false,
      text,
    }));
    const scene = layout(led(4), settingsFor(size, { linkNotes: notes }));
    const boxes = scene.links.flatMap((link) => link.notes.map(extent));
    expect(boxes).toHaveLength(2);
    for (const box of boxes)
      for (const { center, timer, radius } of scene.nodes)
        expect(distanceToBox(center, box)).toBeGreaterThan(timer?.radius ?? radius);
    const [one, other] = boxes;
    expect(one && other && boxesOverlap(one, other)).toBe(false);
  }
});

function touchedByWalls({ walls }: Scene, words: readonly SceneBox[]): readonly SceneBox[] {
  const drawn = walls.flatMap(({ points }) =>
    points.slice(1).map((end, index) => [points[index] ?? end, end] as const),
  );
  return words.filter((box) =>
    drawn.some(([start, end]) => segmentMeetsBox(start, end, grown(box, 4))),
  );
}

test("walls part exactly those who cannot hear each other", () => {
  const groups = [
    [4, 0],
    [1, 2, 3],
  ];
  const scene = layout(led(0), settingsFor(wide, { groups }));
  expect(scene.walls).toHaveLength(1);
  expect(scene.links.map((link) => link.between.join("-"))).toEqual(["0-4", "1-2", "1-3", "2-3"]);
  expect(scene.barriers).toEqual([]);
});

function pairs(count: number): [Place, Place][] {
  const places: Place[] = [...Array(count).keys(), "client"];
  return places.flatMap((from, index) =>
    places.slice(index + 1).map((to): [Place, Place] => [from, to]),
  );
}

function extent(label: Label): SceneBox {
  const width = label.text.length * letterWidth * 0.92 * label.size;
  const left =
    label.align === "left"
      ? label.at.x
      : label.align === "right"
        ? label.at.x - width
        : label.at.x - width / 2;
  return { left, top: label.at.y - label.size * 0.55, width, height: label.size * 1.1 };
}
