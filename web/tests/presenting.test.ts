import { describe, expect, it } from "vitest";
import type { View } from "../engine/view.ts";
import { captionStops } from "../session/presenting.ts";

/** An engine that knows nothing but captions: each from its moment on. */
function captioned(captions: readonly (readonly [number, string])[], title = "") {
  let now = 0;
  return {
    seek: (at: number) => {
      now = at;
      return at;
    },
    view: () => {
      const said = captions.findLast(([at]) => at <= now);
      return { title, caption: said?.[1] ?? null, captionAt: said?.[0] ?? null } as View;
    },
  };
}

describe("the stops of a presentation", () => {
  it("are the beginnings of the captions, however close they are", () => {
    const engine = captioned([
      [0, "one"],
      [1_234_567, "two"],
      [1_234_568, "three"],
      [1_240_000, "four"],
      [9_000_000, "five"],
      [10_000_000, "six"],
    ]);
    const stops = [0, 1_234_567, 1_234_568, 1_240_000, 9_000_000, 10_000_000];
    expect(captionStops(engine, 10_000_000)).toEqual(stops);
  });

  it("has a stop for a caption that the title of the very beginning hides", () => {
    const engine = captioned(
      [
        [0, "one"],
        [2_000_000, "two"],
      ],
      "A story",
    );
    expect(captionStops(engine, 3_000_000)).toEqual([1, 2_000_000]);
  });

  it("are none for a run without captions", () => {
    expect(captionStops(captioned([]), 5_000_000)).toEqual([]);
  });
});
