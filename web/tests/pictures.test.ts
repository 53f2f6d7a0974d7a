/** Parts of the ring that are painted from pictures, once they were painted the same way often. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { darkTheme, lightTheme } from "../stage/inks.ts";
import type { PaintKept } from "../stage/kept-part.ts";
import { layout } from "../stage/layout.ts";
import { paintFromPicture } from "../stage/pictures.ts";
import { scenePoint } from "../stage/point.ts";
import type { NodeShape, PacketShape } from "../stage/scene.ts";
import type { Surface } from "../stage/surface.ts";
import { led, packet, settingsFor, wide } from "./stage-samples.ts";

/** What a canvas is asked to copy. */
class FakeContext {
  copied: unknown[][] = [];
  globalAlpha = 1;
  setTransform(): void {}
  drawImage(...given: unknown[]): void {
    this.copied.push(given.slice(1));
  }
}

const OFTEN = 16;

let context: FakeContext & Surface;
const paint = vi.fn<PaintKept>();

beforeEach(() => {
  vi.stubGlobal("CanvasRenderingContext2D", FakeContext);
  vi.stubGlobal("devicePixelRatio", 2);
  vi.stubGlobal("document", {
    createElement: () => ({ width: 0, height: 0, getContext: () => new FakeContext() }),
  });
  context = new FakeContext() as FakeContext & Surface;
  paint.mockClear();
});

function again(times: number, part: NodeShape | PacketShape, theme = lightTheme): void {
  for (let time = 0; time < times; time += 1) paintFromPicture(context, theme, part, paint);
}

describe("what stays where it is", () => {
  const [leader] = layout(led(0), settingsFor(wide)).nodes;
  if (leader === undefined) throw new Error("no node");
  const node = { ...leader, center: scenePoint(50.3, 60), radius: 8 };

  test("is painted until it was often the same, and then copied to whole pixels", () => {
    again(OFTEN, node);
    expect(context.copied).toEqual([]);
    paint.mockClear();
    again(3, node);
    expect(paint).toHaveBeenCalledTimes(1);
    expect(paint).not.toHaveBeenCalledWith(context);
    expect(context.copied).toEqual(Array(3).fill([40, 50, 20.5, 20]));
  });

  test("is painted anew in another role, in another theme and on other pixels", () => {
    again(OFTEN + 1, node);
    paint.mockClear();
    again(1, { ...node, form: "follower" });
    expect(paint).toHaveBeenLastCalledWith(context);
    again(1, node, darkTheme);
    expect(paint).toHaveBeenCalledTimes(2);
    vi.stubGlobal("devicePixelRatio", 1);
    again(1, node, darkTheme);
    expect(paint).toHaveBeenCalledTimes(3);
    expect(context.copied).toHaveLength(1);
  });

  test("is painted stroke by stroke on a surface that is no canvas", () => {
    context = {} as typeof context;
    again(2 * OFTEN, node);
    expect(paint).toHaveBeenCalledTimes(2 * OFTEN);
    expect(paint).toHaveBeenLastCalledWith(context);
  });
});

describe("what flies", () => {
  const frame = { ...led(0), packets: [packet(1, 0, 1, "appendEntries", 0.5)] };
  const [flight] = layout(frame, settingsFor(wide)).packets;
  if (flight === undefined) throw new Error("no message");
  const at = (x: number, angle: number) => ({ ...flight, scale: 1, at: scenePoint(x, 7), angle });

  test("has one picture wherever it is, and another in another direction", () => {
    for (let time = 0; time < OFTEN; time += 1) again(1, at(10 * time, 1));
    expect(paint).toHaveBeenLastCalledWith(context);
    again(1, at(200, 1));
    again(1, at(300.01, 1.001));
    const lefts = context.copied.map(([left]) => left);
    expect(lefts).toEqual([200 - 27, 300 - 27]);
    again(1, at(300, 1.1));
    expect(context.copied).toHaveLength(2);
  });
});
