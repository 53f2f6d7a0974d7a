/** Lays out the scene for a frame and the stage's settings. Pure. */

import type { Frame } from "../engine/view.ts";
import { layoutClient } from "./client.ts";
import { layoutDrag } from "./cutting.ts";
import { groupLetters } from "./groups.ts";
import { layoutNodes } from "./nodes.ts";
import { layoutPackets } from "./packets.ts";
import { ringFor } from "./ring.ts";
import type { Scene } from "./scene.ts";
import type { StageSettings } from "./settings.ts";
import { layoutObstacles } from "./walls.ts";

export function layout(frame: Frame, settings: StageSettings): Scene {
  const ring = ringFor(
    settings.width,
    settings.height,
    frame.nodes.length,
    settings.client,
    settings.large,
  );
  const obstacles = layoutObstacles(frame, settings, ring);
  const drag = layoutDrag(frame, settings, ring);
  const lettered = drag.groups ?? (obstacles.needsLetters ? settings.groups : null);
  const nodes = layoutNodes(frame, settings, ring, groupLetters(lettered ?? []));
  return {
    width: settings.width,
    height: settings.height,
    compact: ring.compact,
    links: obstacles.links,
    walls: obstacles.walls,
    barriers: obstacles.barriers,
    client: layoutClient(settings, ring),
    packets: layoutPackets(frame, settings, ring, obstacles.walls),
    nodes,
    drag: drag.shape,
    moving: movesWithTime(frame),
  };
}

/** Whether the picture depends on the time: a message is in flight or a timer runs. */
export function movesWithTime(frame: Frame): boolean {
  return frame.packets.length > 0 || frame.nodes.some((node) => node.timerEndsAt !== null);
}
