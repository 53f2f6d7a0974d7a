/** Paints links, walls, barriers and the cutting line. */

import { drawLabel } from "./draw-text.ts";
import { impossible } from "./impossible.ts";
import type { ScenePoint } from "./point.ts";
import type { BarrierShape, DragShape, LinkShape, WallShape } from "./scene.ts";
import type { Surface } from "./surface.ts";
import type { Theme } from "./theme.ts";

export function drawLink(context: Surface, link: LinkShape, theme: Theme): void {
  context.strokeStyle =
    link.emphasis === "selected"
      ? theme.ink
      : link.emphasis === "hovered"
        ? theme.line
        : theme.lineFaint;
  context.lineWidth = link.emphasis === "none" ? 1 : 2;
  line(context, link.from, link.to);
}

/** How a link differs from the network; over the nodes, since neighbors leave little of a link. */
export function drawLinkNotes(context: Surface, { notes }: LinkShape, theme: Theme): void {
  for (const note of notes) drawLabel(context, note, theme, true);
}

export function drawWall(context: Surface, wall: WallShape, theme: Theme): void {
  context.beginPath();
  wall.points.forEach((point, index) => {
    if (index === 0) context.moveTo(point.x, point.y);
    else context.lineTo(point.x, point.y);
  });
  context.strokeStyle = theme.ink;
  context.lineWidth = 3;
  context.lineCap = "butt";
  context.setLineDash([10, 6]);
  context.stroke();
  context.setLineDash([]);
  context.lineCap = "round";
}

/**
 * A bar across the link. When one direction is still open, the bar stands on the closed
 * lane only, a stopped arrow runs against it, and an open arrow passes on the other lane.
 */
export function drawBarrier(context: Surface, barrier: BarrierShape, theme: Theme): void {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.setLineDash([3, 5]);
  line(context, barrier.ends[0], barrier.ends[1]);
  context.setLineDash([]);
  context.save();
  context.translate(barrier.at.x, barrier.at.y);
  context.rotate(barrier.angle);
  const reach = barrier.lane + 4;
  switch (barrier.blocks) {
    case "both":
      bar(context, -reach, reach, theme);
      break;
    case "one":
      arrow(context, -30, -5, barrier.lane * 0.9, theme.inkSoft);
      bar(context, barrier.lane * 0.9 - 8, barrier.lane * 0.9 + 8, theme);
      arrow(context, 27, -27, -barrier.lane * 0.6, theme.inkSoft);
      break;
    default:
      impossible(barrier.blocks);
  }
  context.restore();
}

export function drawDrag(context: Surface, drag: DragShape, theme: Theme): void {
  if (drag.across !== null) {
    context.setLineDash([2, 7]);
    context.strokeStyle = theme.line;
    context.lineWidth = 2;
    line(context, drag.across[0], drag.across[1]);
    context.setLineDash([]);
  }
  context.strokeStyle = drag.across === null ? theme.line : theme.ink;
  context.lineWidth = 3;
  line(context, drag.from, drag.to);
  for (const end of [drag.from, drag.to]) {
    context.beginPath();
    context.arc(end.x, end.y, 4, 0, 2 * Math.PI);
    context.fillStyle = context.strokeStyle;
    context.fill();
  }
}

/** A bar across the x axis of the turned context. */
function bar(context: Surface, from: number, to: number, theme: Theme): void {
  context.beginPath();
  context.moveTo(0, from);
  context.lineTo(0, to);
  context.strokeStyle = theme.ink;
  context.lineWidth = 3.5;
  context.stroke();
}

/** A thin arrow along the x axis of the turned context. */
function arrow(context: Surface, from: number, to: number, y: number, color: string): void {
  const back = from < to ? -5 : 5;
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(to, y);
  context.moveTo(to + back, y - 4);
  context.lineTo(to, y);
  context.lineTo(to + back, y + 4);
  context.strokeStyle = color;
  context.lineWidth = 1.75;
  context.stroke();
}

function line(context: Surface, from: ScenePoint, to: ScenePoint): void {
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}
