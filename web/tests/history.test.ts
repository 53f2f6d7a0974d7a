import { describe, expect, it } from "vitest";
import type { RequestView } from "../engine/view.ts";
import { layoutBars } from "../history/bars.ts";
import { layoutFaults } from "../history/faults.ts";
import {
  held,
  moved,
  openingSight,
  spans,
  stretchOf,
  ticksOf,
  usualSight,
  zoomed,
} from "../history/window.ts";
import { anEvent, aRequest } from "./samples.ts";

const SECOND = 1_000_000;
const stretch = { from: 10 * SECOND, until: 20 * SECOND };
/** A hundred pixels a second. */
const room = { width: 1000, laneHeight: 20, wordsHeight: 0, reached: 19 * SECOND };

function asked(changes: Partial<RequestView>): RequestView {
  return { ...aRequest("acknowledged"), endedAt: 12 * SECOND, sentAt: 11 * SECOND, ...changes };
}

describe("bars", () => {
  it("reach from call to answer, in their client's lane", () => {
    const { lanes, bars, height } = layoutBars(
      [
        asked({ id: 1, client: 4 }),
        asked({ id: 2, client: 1, sentAt: 13 * SECOND, endedAt: 15 * SECOND }),
      ],
      stretch,
      room,
    );
    expect(lanes).toEqual([
      { client: 1, top: 0 },
      { client: 4, top: 20 },
    ]);
    expect(height).toBe(40);
    expect(bars.map(({ request, left, width, top }) => [request.id, left, width, top])).toEqual([
      [2, 300, 200, 3],
      [1, 100, 100, 23],
    ]);
  });

  it("stay in their lanes when another client is out of sight", () => {
    const clients = new Set([0, 1, 2]);
    const { lanes, bars, height } = layoutBars([asked({ client: 2 })], stretch, {
      ...room,
      clients,
    });
    expect(lanes.map(({ client, top }) => [client, top])).toEqual([
      [0, 0],
      [1, 20],
      [2, 40],
    ]);
    expect(height).toBe(60);
    expect(bars.map(({ lane, top }) => [lane, top])).toEqual([[2, 43]]);
  });

  it("are open-ended while nobody has answered, and never invisible", () => {
    const [waiting] = layoutBars(
      [asked({ outcome: "waiting", endedAt: null })],
      stretch,
      room,
    ).bars;
    expect(waiting).toMatchObject({ isOpen: true, left: 100, width: 800 });
    const instant = asked({ sentAt: 11 * SECOND, endedAt: 11 * SECOND + 1 });
    expect(layoutBars([instant], stretch, room).bars[0]?.width).toBe(4);
  });

  it("of unknown outcome end where their client asks again", () => {
    const { bars } = layoutBars(
      [
        asked({ id: 1, outcome: "unknown", endedAt: 12 * SECOND }),
        asked({ id: 2, sentAt: 14 * SECOND, endedAt: 15 * SECOND }),
      ],
      stretch,
      room,
    );
    expect(bars[0]).toMatchObject({ isOpen: true, left: 100, width: 300 });
  });

  it("that began before the window are cut off at its edge", () => {
    const [early] = layoutBars([asked({ sentAt: 1 * SECOND })], stretch, room).bars;
    expect(early).toMatchObject({ left: -2, width: 202 });
  });

  it("carry their command inside, behind, or not at all", () => {
    const words = (next: number) =>
      layoutBars(
        [
          asked({ endedAt: 11.2 * SECOND, command: "SET x=1" }),
          asked({ sentAt: next * SECOND, endedAt: next * SECOND + 1 }),
        ],
        stretch,
        room,
      ).bars[0];
    expect(words(13)).toMatchObject({ words: "SET x=1", wordsPlace: "behind", wordsLeft: 125 });
    expect(words(11.4)?.words).toBe("");
    const [wide] = layoutBars([asked({})], stretch, room).bars;
    expect(wide).toMatchObject({ words: "SET x=1", wordsPlace: "inside", wordsLeft: 105 });
  });

  it("carry what tells their command from the others where all of it has no room", () => {
    const balances = [1000, 200, 800].map((balance, place) =>
      asked({
        id: place,
        command: `SET balance=${balance}`,
        sentAt: (11 + 0.6 * place) * SECOND,
        endedAt: (11.2 + 0.6 * place) * SECOND,
      }),
    );
    const words = (wordsHeight: number) =>
      layoutBars(balances, stretch, { ...room, wordsHeight }).bars.map((bar) => [
        bar.words,
        bar.wordsPlace,
      ]);
    const [transfer] = layoutBars(
      [
        asked({ command: "TRANSFER 200 -> account_7", endedAt: 11.2 * SECOND }),
        asked({ id: 9, sentAt: 11.5 * SECOND }),
      ],
      stretch,
      { ...room, wordsHeight: 10 },
    ).bars;
    expect(transfer).toMatchObject({ words: "TRANS…", wordsPlace: "above" });
    expect(words(0)).toEqual([
      ["", "behind"],
      ["…200", "behind"],
      ["SET balance=800", "behind"],
    ]);
    expect(words(10)).toEqual([
      ["…1000", "above"],
      ["…200", "behind"],
      ["SET balance=800", "behind"],
    ]);
  });

  it("of a contradiction are marked", () => {
    const { bars } = layoutBars(
      [asked({ id: 1 }), asked({ id: 2, client: 2 })],
      stretch,
      room,
      [2],
    );
    expect(bars.map((bar) => bar.contradicts)).toEqual([false, true]);
  });
});

describe("faults", () => {
  const happened = (kind: string, node: number | null, second: number) => ({
    ...anEvent(kind, node),
    at: second * SECOND,
  });

  it("last until something ends them, node by node", () => {
    const marks = layoutFaults(
      [
        happened("crashed", 2, 11),
        happened("crashed", 3, 12),
        happened("restarted", 3, 13),
        happened("restarted", 2, 15),
      ],
      stretch,
      room.width,
      room.reached,
    );
    expect(marks.map(({ label, left, width }) => [label, left, width])).toEqual([
      ["crash 2", 100, 400],
      ["crash 3", 200, 100],
    ]);
  });

  it("that began before the window still show, and those over before it do not", () => {
    const marks = layoutFaults(
      [
        happened("crashed", 1, 2),
        happened("restarted", 1, 3),
        happened("isolated", null, 8),
        happened("dropped", null, 14),
      ],
      stretch,
      room.width,
      room.reached,
    );
    expect(marks.map(({ label, left, width }) => [label, left, width])).toEqual([
      ["isolation", 0, 900],
      ["drop", 400, 0],
    ]);
  });

  it("keep their labels apart, and leave out those without room", () => {
    const crowd = [1, 2, 3].map((node) => happened("paused", node, 11));
    const rows = layoutFaults(crowd, stretch, room.width, room.reached).map((mark) => mark.row);
    expect(rows).toEqual([0, 1, null]);
  });
});

describe("the window", () => {
  const now = 100 * SECOND;

  it("follows the moment shown until it is moved", () => {
    expect(stretchOf(usualSight, now)).toEqual({ from: 91 * SECOND, until: 101 * SECOND });
    expect(stretchOf(usualSight, 0).from).toBe(0);
    const earlier = moved(usualSight, now, -0.5);
    expect(stretchOf(earlier, now * 2).from).toBe(86 * SECOND);
    expect(moved(usualSight, 0, -1).from).toBe(0);
    expect(held(usualSight, now).from).toBe(91 * SECOND);
  });

  it("zooms about its middle, between two limits", () => {
    const still = held(usualSight, now);
    const middle = (sight: typeof still) => (sight.from ?? 0) + sight.span / 2;
    expect(middle(zoomed(still, now, -1))).toBe(middle(still));
    expect(zoomed({ span: spans[0] ?? 0, from: 0 }, now, -1).span).toBe(spans[0]);
    expect(zoomed({ span: spans.at(-1) ?? 0, from: 0 }, now, 1).span).toBe(spans.at(-1));
    expect(zoomed(usualSight, now, 1).from).toBeNull();
  });

  it("has round ticks that do not crowd", () => {
    const ticks = ticksOf(stretch, 1000);
    expect(ticks.map((tick) => tick.at / SECOND)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    ]);
    expect(ticksOf(stretch, 300).map((tick) => tick.at / SECOND)).toEqual([10, 15, 20]);
  });
});

describe("the window to begin with", () => {
  it("has the nearest request in sight, however long ago it was", () => {
    expect(openingSight(null, 50 * SECOND)).toEqual(usualSight);
    expect(openingSight(48 * SECOND, 50 * SECOND)).toEqual(usualSight);
    for (const [request, now] of [
      [4, 60],
      [3, 4000],
      [30, 2],
    ] as const) {
      const sight = openingSight(request * SECOND, now * SECOND);
      const { from, until } = stretchOf(sight, now * SECOND);
      expect(from).toBeLessThanOrEqual(request * SECOND);
      expect(until).toBeGreaterThan(request * SECOND);
    }
  });
});
