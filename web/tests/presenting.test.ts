import { describe, expect, it } from "vitest";
import type { View } from "../engine/view.ts";
import { captionStops } from "../session/presenting.ts";

/** An engine that knows nothing but captions: each from its moment on. */
function captioned(captions: readonly (readonly [number, string])[]) {
  let now = 0;
  return {
    seek: (at: number) => {
      now = at;
      return at;
    },
    view: () => {
      const said = captions.findLast(([at]) => at <= now);
      return { caption: said?.[1] ?? null } as View;
    },
  };
}

describe("the stops of a presentation", () => {
  it("are the beginnings of the captions, to the millisecond", () => {
    const engine = captioned([
      [0, "one"],
      [1_234_567, "two"],
      [9_000_000, "three"],
    ]);
    const stops = captionStops(engine, 10_000_000);
    expect(stops).toHaveLength(3);
    expect(stops[0]).toBe(0);
    expect((stops[1] ?? 0) - 1_234_567).toBeGreaterThanOrEqual(0);
    expect((stops[1] ?? 0) - 1_234_567).toBeLessThanOrEqual(1000);
    expect(stops[2]).toBeLessThanOrEqual(9_001_000);
  });

  it("are none for a run without captions", () => {
    expect(captionStops(captioned([]), 5_000_000)).toEqual([]);
  });
});
