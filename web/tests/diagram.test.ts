/** The space-time diagram: its points, its causal order, its layout, where its keys lead. */

import { beforeAll, describe, expect, it } from "vitest";
import { futureOf, orderOf, pastOf, wayBetween } from "../diagram/causality.ts";
import { ratesOf } from "../diagram/counts.ts";
import { differingWords, onlyIn } from "../diagram/differing.ts";
import { drawDiagram } from "../diagram/draw.ts";
import { keepsPassage, keepsPoint, messageGroups, noFilter } from "../diagram/filter.ts";
import { messageAt, pointAt } from "../diagram/hit.ts";
import { layoutDiagram, type Shown } from "../diagram/layout.ts";
import { lifeOf, subjectsOf } from "../diagram/life.ts";
import { lightsOf } from "../diagram/lights.ts";
import { type Point, pointsOf } from "../diagram/points.ts";
import { readSight, serves } from "../diagram/reading.ts";
import {
  fitted,
  following,
  moved,
  type Sight,
  showing,
  spanLeast,
  spanMost,
  ticksOf,
  tickWords,
  zoomed,
} from "../diagram/sight.ts";
import { walked } from "../diagram/walk.ts";
import {
  betweenWords,
  countsWords,
  pointWords,
  requestWords,
  subjectWords,
} from "../diagram/words.ts";
import type { DiagramView } from "../engine/diagram.ts";
import type { Engine } from "../engine/engine.ts";
import { SvgSurface } from "../figure/svg-surface.ts";
import { lightTheme } from "../stage/inks.ts";
import { anEngine, playEvening } from "./engine.ts";
import { aRequest } from "./samples.ts";

const SECOND = 1_000_000;
const NODES = 5;
const room = { width: 1200, height: 320 };

let engine: Engine;
let view: DiagramView;
let points: readonly Point[];

beforeAll(() => {
  engine = anEngine();
  playEvening(engine);
  view = engine.diagram(0, 25 * SECOND, 100_000);
  points = pointsOf(view, NODES);
});

function shown(of: DiagramView, more: Partial<Shown> = {}): Shown {
  const { now, head } = engine.view();
  return {
    lanes: engine.lanes(),
    view: of,
    points: pointsOf(of, NODES),
    now,
    head,
    filter: noFilter,
    lit: null,
    rings: [],
    ...more,
  };
}

/** The pairs of a pseudo-random walk over the points, so that tests stay quick. */
function pairs(count: number, ids: number): readonly (readonly [number, number])[] {
  let state = 12_345;
  const draw = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % ids;
  };
  return Array.from({ length: count }, () => [draw(), draw()] as const);
}

describe("what is read of a span", () => {
  it("changes nothing that is shown, wherever the moment shown is", () => {
    engine.seek(7 * SECOND);
    const before = engine.view();
    const again = engine.diagram(0, 25 * SECOND, 100_000);
    expect(engine.view()).toEqual(before);
    expect(again).toEqual(view);
    engine.seek(25 * SECOND);
  });

  it("has each message once, and an end for each that was not under way at the end", () => {
    const ids = view.messages.map(({ packet }) => packet.id);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    expect(new Set(ids).size).toBe(engine.view().counts.messages);
    for (const { end, endedAt, packet } of view.messages) {
      expect(endedAt === null).toBe(end === "underWay");
      expect(endedAt ?? packet.sentAt).toBeGreaterThanOrEqual(packet.sentAt);
    }
    expect(new Set(view.messages.map(({ end }) => end)).size).toBeGreaterThan(3);
  });

  it("is read again only where it must be", () => {
    const read = (from: number, until: number, most: number) => engine.diagram(from, until, most);
    const sight: Sight = { from: 4 * SECOND, span: SECOND };
    const reading = readSight(read, sight, NODES);
    const { head } = engine.view();
    expect(serves(reading, sight, head)).toBe(true);
    expect(serves(reading, moved(sight, 0.3), head)).toBe(true);
    expect(serves(reading, zoomed(sight, 0.5, 100), head)).toBe(true);
    expect(serves(reading, moved(sight, 2), head)).toBe(false);
    expect(serves(reading, zoomed(sight, 0.5, 0.2), head)).toBe(false);
    const atEnd = readSight(read, { from: head - SECOND, span: 2 * SECOND }, NODES);
    expect(serves(atEnd, atEnd.sight, head)).toBe(true);
    expect(serves(atEnd, atEnd.sight, head + SECOND)).toBe(false);
  });
});

describe("the causal order", () => {
  /** Vector clocks, computed apart: from the points alone, without the order's edges. */
  function clocksOf(of: readonly Point[]): readonly Readonly<Record<string, number>>[] {
    const own = new Map<string, Record<string, number>>();
    const carried = new Map<number, Record<string, number>>();
    return of.map(({ process, what }) => {
      const message = what.kind === "happened" ? null : what.passage.packet.id;
      // An event of nobody has a clock of its own, which nobody merges.
      const who = process ?? `nobody ${own.size}`;
      const clock = { ...own.get(who) };
      if (message !== null && what.kind !== "sent")
        for (const [name, count] of Object.entries(carried.get(message) ?? {}))
          clock[name] = Math.max(clock[name] ?? 0, count);
      clock[who] = (clock[who] ?? 0) + 1;
      own.set(who, clock);
      if (message !== null && what.kind === "sent") carried.set(message, clock);
      return clock;
    });
  }

  /** Compares both orders for so many pairs; returns how many were ordered, and how many not. */
  function compared(of: readonly Point[], count: number): readonly [number, number] {
    const stamps = clocksOf(of);
    const order = orderOf(of);
    const isBefore = (one: number, other: number) => {
      const [a, b] = [stamps[one] ?? {}, stamps[other] ?? {}];
      return one !== other && Object.entries(a).every(([who, clock]) => clock <= (b[who] ?? 0));
    };
    const past = new Map<number, ReadonlySet<number>>();
    const wrong: (readonly [number, number])[] = [];
    let [before, concurrent] = [0, 0];
    for (const [one, other] of pairs(count, of.length)) {
      const set = past.get(other) ?? pastOf(order, other);
      past.set(other, set);
      if (set.has(one) !== isBefore(one, other)) wrong.push([one, other]);
      if (set.has(one)) before += 1;
      else if (!isBefore(other, one)) concurrent += 1;
    }
    expect(wrong).toEqual([]);
    return [before, concurrent];
  }

  it("is that of vector clocks, for 20 000 pairs of events", () => {
    const [before, concurrent] = compared(points, 20_000);
    expect(before).toBeGreaterThan(1_000);
    expect(concurrent).toBeGreaterThan(1_000);
  });

  it.each([1, 2, 3, 4, 5, 6])("is that of vector clocks under chaos, seed %i", (seed) => {
    const chaotic = anEngine(seed);
    chaotic.act({ workload: { per_second: 5, clients: 3 } });
    chaotic.act({ chaos: { per_minute: 120 } });
    chaotic.advanceTo(15 * SECOND);
    const of = pointsOf(chaotic.diagram(0, 15 * SECOND, 100_000), NODES);
    const sent = of.filter(({ what }) => what.kind === "sent").length;
    expect(sent).toBe(chaotic.view().counts.messages);
    const [before, concurrent] = compared(of, 1_500);
    expect(Math.min(before, concurrent)).toBeGreaterThan(50);
  });

  it("has future and past as each other's reverse, and a way exactly where one leads on", () => {
    const order = orderOf(points);
    for (const [one, other] of pairs(200, points.length)) {
      const leads = futureOf(order, one).has(other);
      expect(pastOf(order, other).has(one)).toBe(leads);
      const way = wayBetween(order, one, other);
      expect(way !== null).toBe(leads);
      for (const [place, id] of (way ?? []).entries())
        if (place > 0) expect(order.causes[id]).toContain(way?.[place - 1]);
    }
  });

  it("lets a lost message influence nobody", () => {
    const order = orderOf(points);
    const lost = points.filter(({ what }) => what.kind === "lost");
    expect(lost.length).toBeGreaterThan(0);
    for (const { id } of lost) expect(futureOf(order, id).size).toBe(0);
  });
});

describe("what an event lights up", () => {
  it("is its own node, and the nodes on the ways to it and from it", () => {
    const order = orderOf(points);
    const seen = new Set<string>();
    for (const main of points) {
      const { nodes } = lightsOf(points, order, main);
      const [past, future] = [pastOf(order, main.id), futureOf(order, main.id)];
      for (let node = 0; node < NODES; node += 1) {
        const here = (ids: Iterable<number>) =>
          [...ids].some((id) => points[id]?.process === `node ${node}`);
        const expected =
          main.process === `node ${node}`
            ? "event"
            : here(past)
              ? "past"
              : here(future)
                ? "future"
                : undefined;
        expect(nodes.get(node)).toBe(expected);
        seen.add(String(expected));
      }
    }
    expect([...seen].toSorted()).toEqual(["event", "future", "past", "undefined"]);
  });

  it("is the entries that it is about, if it is about any", () => {
    const order = orderOf(points);
    const told = points.map((point) => ({
      point,
      entries: lightsOf(points, order, point).entries,
    }));
    const carried = told.find(
      ({ point: { what } }) => what.kind === "sent" && what.passage.packet.entryCount === 1,
    );
    expect(carried?.entries?.first).toBeGreaterThan(0);
    expect(carried?.entries?.last).toBe(carried?.entries?.first);
    const beat = told.find(
      ({ point: { what } }) =>
        what.kind === "sent" &&
        what.passage.packet.kind === "appendEntries" &&
        what.passage.packet.entryCount === 0,
    );
    expect(beat?.entries).toBeNull();
  });
});

describe("two compared runs", () => {
  it("have in common what happened at once, in one place, in the same words", () => {
    expect(onlyIn(points, points).size).toBe(0);
    const other = anEngine();
    playEvening(other);
    other.seek(4_000_000);
    other.act({ crash: "leader" });
    other.tick(3_000);
    const others = pointsOf(other.diagram(0, 7_000_000, 100_000), NODES);
    const until = (at: number) => points.filter((point) => point.at <= at);
    const [left, right] = [onlyIn(until(7_000_000), others), onlyIn(others, until(7_000_000))];
    expect(left.size).toBeGreaterThan(0);
    expect(right.size).toBeGreaterThan(0);
    // The crash is where they part: nothing differs before.
    const first = (all: readonly Point[], of: ReadonlySet<number>) =>
      Math.min(...all.filter(({ id }) => of.has(id)).map(({ at }) => at));
    expect(first(others, right)).toBe(4_000_000);
    expect(first(points, left)).toBeGreaterThanOrEqual(4_000_000);
    const common = (all: readonly Point[], of: ReadonlySet<number>) =>
      all.filter(({ id }) => !of.has(id)).map(({ at, process }) => `${at} ${process}`);
    expect(common(until(7_000_000), left)).toEqual(common(others, right));
  });

  it("are told in numbers", () => {
    expect(differingWords(0, 0)).toBe("Both runs have the same events here.");
    expect(differingWords(1, 2)).toMatch(
      /^1 event here is of the left run alone, and 2 of the right one; messages that both have are grey\. .* is pale\.$/,
    );
  });
});

describe("the layout", () => {
  it("has a line for each message and a mark for each event of the whole span", () => {
    const scene = layoutDiagram(shown(view), fitted(25 * SECOND), room);
    expect(scene.lines.map(({ id }) => id)).toEqual(view.messages.map(({ packet }) => packet.id));
    expect(scene.marks).toHaveLength(view.events.length);
    expect(scene.places).toHaveLength(points.length);
    expect(scene.counts).toEqual([]);
    for (const { x } of scene.places) {
      expect(x).toBeGreaterThanOrEqual(scene.left);
      expect(x).toBeLessThanOrEqual(scene.right);
    }
  });

  it("keeps the height of a title free above the first lane and all that happens", () => {
    const scene = layoutDiagram(shown(view), fitted(25 * SECOND), { ...room, title: 14 });
    const usual = layoutDiagram(shown(view), fitted(25 * SECOND), room);
    expect(scene.lanes[0]?.y).toBeGreaterThan((usual.lanes[0]?.y ?? 0) + 10);
    for (const { y } of scene.places) expect(y).toBeGreaterThan(14);
  });

  it("ends a message that arrives on its receiver's lane, and one that is lost before it", () => {
    const scene = layoutDiagram(shown(view), fitted(25 * SECOND), room);
    for (const { end, id, x1, x2, y1, y2 } of scene.lines) {
      const packet = view.messages.find((message) => message.packet.id === id)?.packet;
      const to = scene.lanes[packet?.to === "client" ? NODES : (packet?.to ?? 0)]?.y;
      if (end === "arrived") expect(y2).toBeCloseTo(to ?? 0);
      if (end === "lost" || end === "cut")
        expect(Math.abs(y2 - y1)).toBeLessThan(Math.abs((to ?? 0) - y1));
      expect(x2).toBeGreaterThanOrEqual(x1);
    }
  });

  it("finds an event and a message where they are drawn", () => {
    const sight = { from: 5 * SECOND, span: SECOND / 5 };
    const scene = layoutDiagram(shown(view), sight, room);
    for (const { point, x, y } of scene.places) {
      const found = pointAt(scene, x, y, 10);
      const place = scene.places.find((other) => other.point === found);
      expect(Math.hypot((place?.x ?? 0) - x, (place?.y ?? 0) - y), `${point}`).toBe(0);
    }
    const middles = scene.lines.map((line) => ({
      line,
      x: (line.x1 + line.x2) / 2,
      y: (line.y1 + line.y2) / 2,
    }));
    for (const { x, y } of middles) expect(messageAt(scene, x, y, 5)).not.toBeNull();
    expect(pointAt(scene, -500, -500, 10)).toBeNull();
    expect(messageAt(scene, -500, -500, 5)).toBeNull();
  });

  it("marks the missteps of a story at their moments", () => {
    const missteps = [5 * SECOND, 10 * SECOND];
    const sight = fitted(25 * SECOND);
    const scene = layoutDiagram(shown(view, { missteps }), sight, room);
    const marks = layoutDiagram(shown(view), sight, room);
    expect(marks.missteps).toEqual([]);
    const [first = 0, second = 0] = scene.missteps;
    expect(first).toBeGreaterThan(scene.left);
    expect(second - first).toBeCloseTo(first - scene.left, 6);
  });

  it("dims what is not asked for, and what cannot be pressed then", () => {
    const filter = { ...noFilter, node: 0, group: "votes" as const };
    const scene = layoutDiagram(shown(view, { filter }), fitted(25 * SECOND), room);
    for (const { id, light } of scene.lines) {
      const passage = view.messages.find(({ packet }) => packet.id === id);
      expect(light).toBe(passage && keepsPassage(filter, passage) ? "lit" : "dim");
    }
    expect(scene.places).toHaveLength(points.filter((point) => keepsPoint(filter, point)).length);
    expect(scene.places.length).toBeGreaterThan(0);
  });

  it("tells what both of two compared runs have from what is only dim, and lets it be pressed", () => {
    const alone = new Set(points.filter(({ at }) => at > 10 * SECOND).map(({ id }) => id));
    const scene = layoutDiagram(shown(view, { alone }), fitted(25 * SECOND), room);
    for (const { point, light } of scene.marks)
      expect(light).toBe(alone.has(point ?? -1) ? "lit" : "shared");
    expect(new Set(scene.lines.map(({ light }) => light))).toEqual(new Set(["lit", "shared"]));
    expect(scene.places).toHaveLength(points.length);
  });

  it("fills a crown once, so that a pale one is as pale as the rest, over an outline of paper", () => {
    const scene = layoutDiagram(shown(view, { alone: new Set() }), fitted(25 * SECOND), room);
    const crown = scene.marks.find(({ sign }) => sign === "crown");
    const surface = new SvgSurface("x");
    drawDiagram(surface, { ...scene, marks: crown ? [crown] : [] }, lightTheme);
    const crowns = surface.elements.matchAll(/<path d="M(?:[-\d.]+ [-\d.]+L?){7}(Z?)" fill="(n?)/g);
    const [outline, filled] = [
      ["Z", "n"],
      ["Z", ""],
    ];
    // Once before the moment shown, and once after it, where all is paler.
    const once = [outline, filled, outline, filled];
    expect([...crowns].map(([, ...found]) => found)).toEqual(once);
  });

  it("names a request by its number and its command", () => {
    const [first] = engine.view().requests;
    expect(requestWords(first?.id ?? 0, engine.view().requests)).toBe(
      `Request ${first?.id}: ${first?.command}`,
    );
    expect(requestWords(77, [])).toBe("Request 77");
    const long = [{ ...aRequest("waiting"), id: 1, command: `SET x=${"1".repeat(4_000)}2` }];
    const short = `SET x=${"1".repeat(18)}…${"1".repeat(14)}2`;
    expect(requestWords(1, long)).toBe(`Request 1: ${short}`);
    expect(subjectWords({ kind: "request", number: 1 }, long)).toHaveLength("Entry ".length + 40);
  });

  it("shows counts and the marks of the lanes where there are too many messages", () => {
    const counted = engine.diagram(0, 25 * SECOND, 50);
    expect(counted.counts).not.toBeNull();
    const scene = layoutDiagram(shown(counted), fitted(25 * SECOND), room);
    expect(scene.lines).toEqual([]);
    expect(Math.max(...scene.counts.map(({ share }) => share))).toBe(1);
    expect(scene.marks.some(({ sign }) => sign === "crown")).toBe(true);
    expect(scene.marks.some(({ sign }) => sign === "crash")).toBe(true);
    expect(countsWords(counted, "+ or two fingers")).toMatch(
      /^About [1-9]\d?[0\u202f]* messages here, too many to tell apart.*Zoom in with \+ or two fingers to/,
    );
  });
});

it("says of a stretch that is much shorter than the others no rate that would be the highest", () => {
  const counts = [
    { from: 0, until: SECOND, messages: 100 },
    { from: SECOND, until: 2 * SECOND, messages: 50 },
    { from: 2 * SECOND, until: 2 * SECOND + 2_000, messages: 5 },
  ];
  expect(ratesOf(counts)).toEqual([100, 50, 10]);
  const counted = { ...engine.diagram(0, SECOND, 50), counts };
  expect(countsWords(counted, "+")).toContain("the highest about 100 a second");
});

describe("the sight", () => {
  it("zooms about a place, down to microseconds and out to a day", () => {
    const sight = { from: 5 * SECOND, span: SECOND };
    const near = zoomed(sight, 0.25, 4);
    expect(near.from + near.span * 0.25).toBeCloseTo(5.25 * SECOND);
    expect(zoomed(sight, 0.5, 1e9).span).toBe(spanLeast);
    expect(zoomed(sight, 0.5, 1e-9)).toEqual({ from: 0, span: spanMost });
  });

  it("never begins before the run, and follows the moment shown", () => {
    expect(moved({ from: 100, span: SECOND }, -1).from).toBe(0);
    const sight = { from: 0, span: SECOND };
    expect(following(sight, SECOND / 2)).toBe(sight);
    const next = following(sight, 3 * SECOND);
    expect(next.from).toBeLessThan(3 * SECOND);
    expect(next.from + next.span).toBeGreaterThan(3 * SECOND);
    expect(showing(sight, SECOND / 2)).toBe(sight);
    expect(showing(sight, 9 * SECOND).from).toBe(8.5 * SECOND);
  });

  it("writes moments so that neighbors differ, at every zoom", () => {
    for (let span = spanLeast; span < spanMost; span *= 3.7) {
      const sight = { from: 3_661 * SECOND, span };
      const ticks = ticksOf(sight, 1100);
      const words = ticks.map((at) => tickWords(at, span));
      expect(ticks.length, `${span}`).toBeLessThanOrEqual(14);
      expect(new Set(words).size, words.join(" ")).toBe(words.length);
    }
    expect(tickWords(6_900_000, SECOND)).toBe("6.90 s");
    expect(tickWords(125 * SECOND, 600 * SECOND)).toBe("2:05");
    expect(tickWords(3_600 * SECOND, 7_200 * SECOND)).toBe("1:00:00");
  });
});

describe("the arrow keys", () => {
  it("reach every event along the lanes", () => {
    const lanes = new Set(points.map(({ lane }) => lane));
    for (const lane of lanes) {
      const own = points.filter((point) => point.lane === lane);
      const walk: number[] = [];
      for (let at: Point | null = own[0] ?? null; at; at = walked(points, at, "after"))
        walk.push(at.id);
      expect(walk).toEqual(own.map(({ id }) => id));
    }
  });

  it("lead along a message and back", () => {
    const arrived = points.filter(({ what }) => what.kind === "arrived");
    for (const point of arrived) {
      const sending = walked(points, point, "messageBack");
      expect(sending?.what.kind).toBe("sent");
      expect(sending && walked(points, sending, "messageOn")).toBe(point);
    }
    expect(arrived.length).toBeGreaterThan(100);
  });

  it("lead to the lanes above and below", () => {
    const onTwo = points.find(({ lane }) => lane === 2);
    expect(onTwo).toBeDefined();
    if (!onTwo) return;
    expect(walked(points, onTwo, "up")?.lane).toBe(1);
    expect(walked(points, onTwo, "down")?.lane).toBe(3);
  });
});

describe("a life", () => {
  it("of a request goes from the client over append, copies and commits to the answer", () => {
    const [subject] = subjectsOf(points, engine.view().requests).filter(
      ({ kind }) => kind === "request",
    );
    expect(subject && subjectWords(subject, engine.view().requests)).toBe("Entry SET x=1");
    const life = subject ? lifeOf(points, subject) : [];
    const told = life.map(({ what }) =>
      what.kind === "happened"
        ? what.happening.told.kind
        : `${what.kind} ${what.passage.packet.kind}`,
    );
    const inOrder = [
      "request_sent",
      "sent clientRequest",
      "arrived clientRequest",
      "command_taken",
      "sent appendEntries",
      "arrived appendEntries",
      "entries_appended",
      "sent appendEntriesReply",
      "committed",
      "applied",
      "sent clientReply",
      "arrived clientReply",
      "request_acknowledged",
    ];
    const places = inOrder.map((kind) => told.indexOf(kind));
    expect(places, told.join(", ")).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    const applied = life.filter(
      ({ what }) => what.kind === "happened" && what.happening.told.kind === "applied",
    );
    expect(new Set(applied.map(({ lane }) => lane)).size).toBe(NODES);
  });

  it("of an election has its requests, its votes and its winner, all of one term", () => {
    const [subject] = subjectsOf(points, engine.view().requests).filter(
      ({ kind }) => kind === "election",
    );
    const life = subject ? lifeOf(points, subject) : [];
    const kinds = life.map(({ what }) =>
      what.kind === "happened" ? what.happening.told.kind : what.passage.packet.kind,
    );
    expect(kinds[0]).toBe("election_timeout");
    expect(kinds).toContain("vote_granted");
    expect(kinds).toContain("leader_elected");
    expect(kinds).toContain("requestVoteReply");
  });
});

describe("the words", () => {
  it("name every event in one line of its own", () => {
    for (const point of points)
      expect(pointWords(point)).toMatch(
        /^(\d+:)?\d+\.\d{3}( s)?: (?!.*(undefined|null|NaN))\S.*\S$/,
      );
  });

  it("say whether one event could have influenced another", () => {
    const order = orderOf(points);
    const sent = points.find(
      ({ id, what }) => what.kind === "sent" && futureOf(order, id).size > 5,
    );
    const arrived = sent && walked(points, sent, "messageOn");
    expect(sent && arrived && betweenWords(points, wayBetween(order, sent.id, arrived.id))).toBe(
      "The earlier of the two could have influenced the later one, by 1 message.",
    );
    expect(betweenWords(points, null)).toContain("concurrent");
  });
});

describe("the filters", () => {
  it("part the messages into groups", () => {
    const counts = messageGroups.map(
      (group) => view.messages.filter((one) => keepsPassage({ ...noFilter, group }, one)).length,
    );
    const [all, ...parts] = counts;
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(all);
    expect(Math.min(...parts)).toBeGreaterThan(0);
  });
});
