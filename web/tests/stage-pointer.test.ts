import { describe, expect, test } from "vitest";
import type { Frame } from "../engine/view.ts";
import { groupsCutByLine } from "../stage/cutting.ts";
import { hitTest, sameHit } from "../stage/hit.ts";
import { layout } from "../stage/layout.ts";
import { between, scenePoint } from "../stage/point.ts";
import { needsRedraw } from "../stage/redraw.ts";
import type { NodeShape, Scene } from "../stage/scene.ts";
import { calmInput } from "../stage/settings.ts";
import { idle, led, now, packet, settingsFor, wide } from "./stage-samples.ts";

const flying = packet(7, 0, 1, "appendEntries", 0.5, { entryCount: 1 });
const scene = layout({ ...led(0), packets: [flying] }, settingsFor(wide));

describe("hitTest", () => {
  test("finds a node anywhere on its disc", () => {
    const one = nodeOf(scene, 3);
    expect(hitTest(scene, one.center)).toEqual({ kind: "node", id: 3 });
    const rim = scenePoint(one.center.x - one.radius + 1, one.center.y);
    expect(hitTest(scene, rim)).toEqual({ kind: "node", id: 3 });
  });

  test("finds a message by a generous touch", () => {
    const at = scene.packets[0]?.at ?? scenePoint(0, 0);
    expect(hitTest(scene, scenePoint(at.x + 16, at.y + 16))).toEqual({ kind: "packet", id: 7 });
  });

  test("does not find a message that is already lost", () => {
    const lost = packet(7, 0, 1, "appendEntries", 0.8, { fate: "lost" });
    const after = layout({ ...led(0), packets: [lost] }, settingsFor(wide));
    const at = after.packets[0]?.at ?? scenePoint(0, 0);
    expect(hitTest(after, at)?.kind).not.toBe("packet");
  });

  test("finds the client and links; a link begins at the nearer end", () => {
    const { left, top } = scene.client.box;
    expect(hitTest(scene, scenePoint(left + 5, top + 5))).toEqual({ kind: "client" });
    const near = between(nodeOf(scene, 3).center, nodeOf(scene, 2).center, 0.4);
    expect(hitTest(scene, near)).toEqual({ kind: "link", from: 3, to: 2 });
  });

  test("finds a barrier, so that a cut link can be healed", () => {
    const cut = layout(
      led(0),
      settingsFor(wide, {
        cuts: [
          { from: 2, to: 3 },
          { from: 3, to: 2 },
        ],
      }),
    );
    const at = cut.barriers[0]?.at ?? scenePoint(0, 0);
    expect(hitTest(cut, at)).toEqual({ kind: "link", from: 2, to: 3 });
  });

  test("finds nothing on the empty stage", () => {
    expect(hitTest(scene, scenePoint(5, 5))).toBeNull();
  });

  test("sameHit compares by meaning", () => {
    expect(sameHit({ kind: "node", id: 1 }, { kind: "node", id: 1 })).toBe(true);
    expect(sameHit({ kind: "node", id: 1 }, { kind: "packet", id: 1 })).toBe(false);
    expect(sameHit({ kind: "link", from: 1, to: 2 }, { kind: "link", from: 2, to: 1 })).toBe(false);
    expect(sameHit({ kind: "client" }, { kind: "client" })).toBe(true);
    expect(sameHit(null, { kind: "client" })).toBe(false);
  });
});

describe("groupsCutByLine", () => {
  const five = layout(idle(5), settingsFor(wide));
  const above = nodeOf(five, 1).center.y + 80;

  test("parts the nodes on one side of the line from those on the other", () => {
    const groups = groupsCutByLine(five, scenePoint(100, above), scenePoint(700, above));
    expect(groups).toEqual([
      [0, 1, 4],
      [2, 3],
    ]);
  });

  test("does not depend on the direction or the length of the line", () => {
    const groups = groupsCutByLine(five, scenePoint(420, above), scenePoint(360, above));
    expect(groups).toEqual([
      [0, 1, 4],
      [2, 3],
    ]);
  });

  test("is null for a slip of the hand and for a line beside the ring", () => {
    expect(groupsCutByLine(five, scenePoint(300, above), scenePoint(310, above))).toBeNull();
    expect(groupsCutByLine(five, scenePoint(2, 10), scenePoint(2, 400))).toBeNull();
  });
});

describe("needsRedraw", () => {
  const later = (frame: Frame): Frame => ({ ...frame, now: frame.now + 1 });

  test("is true when time moves while a timer runs", () => {
    const frame = idle(5);
    expect(needsRedraw({ frame, input: calmInput }, later(frame), calmInput)).toBe(true);
  });

  test("is false when nothing but the time has changed and nothing moves", () => {
    const nodes = led(0).nodes.map((one) => ({ ...one, timerEndsAt: null }));
    const frame: Frame = { now, nodes, packets: [] };
    expect(needsRedraw({ frame, input: calmInput }, later(frame), { ...calmInput })).toBe(false);
  });

  test("is true when the version, the selection or a drag has changed", () => {
    const frame = idle(5);
    const shown = { frame, input: calmInput };
    expect(needsRedraw(shown, frame, { ...calmInput, version: 1 })).toBe(true);
    expect(needsRedraw(shown, frame, { ...calmInput, selected: { kind: "client" } })).toBe(true);
    const drag = { from: scenePoint(0, 0), to: scenePoint(9, 9) };
    expect(needsRedraw(shown, frame, { ...calmInput, drag })).toBe(true);
    expect(needsRedraw(shown, frame, { ...calmInput, violating: [] })).toBe(false);
  });
});

function nodeOf(from: Scene, id: number): NodeShape {
  const found = from.nodes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no node ${id}`);
  return found;
}
