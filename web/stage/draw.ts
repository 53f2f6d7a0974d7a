/** Paints a scene from back to front. All decisions are made by the layout of the scene. */

import { drawClient } from "./draw-client.ts";
import { drawNode } from "./draw-nodes.ts";
import { drawBarrier, drawDrag, drawLink, drawLinkNotes, drawWall } from "./draw-obstacles.ts";
import { drawPacket } from "./draw-packets.ts";
import type { Scene } from "./scene.ts";
import type { Surface } from "./surface.ts";
import type { Theme } from "./theme.ts";

/** Draws a scene. The context must be scaled so that one unit is one CSS pixel. */
export function draw(context: Surface, scene: Scene, theme: Theme): void {
  context.clearRect(0, 0, scene.width, scene.height);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.textBaseline = "middle";
  for (const link of scene.links) drawLink(context, link, theme);
  for (const wall of scene.walls) drawWall(context, wall, theme);
  for (const barrier of scene.barriers) drawBarrier(context, barrier, theme);
  for (const packet of scene.packets) drawPacket(context, packet, theme);
  drawClient(context, scene.client, theme);
  if (scene.drag !== null) drawDrag(context, scene.drag, theme);
  // Below the nodes: where a link is short, a note must not hide a name.
  for (const link of scene.links) drawLinkNotes(context, link, theme);
  for (const node of scene.nodes) drawNode(context, node, scene.compact, theme);
}
