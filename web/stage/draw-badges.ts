/** Paints the fault signs of a machine: a disk with bars when it stalls, a clock, a slow line. */

import { impossible } from "./impossible.ts";
import { scenePoint } from "./point.ts";
import type { BadgeShape } from "./scene.ts";
import type { Surface } from "./surface.ts";
import type { Theme } from "./theme.ts";

const fullTurn = 2 * Math.PI;

export function drawBadge(context: Surface, badge: BadgeShape, theme: Theme): void {
  drawGround(context, badge, theme);
  context.strokeStyle = theme.ink;
  context.fillStyle = theme.ink;
  context.lineWidth = badge.radius > 10 ? 1.5 : 1.25;
  switch (badge.kind) {
    case "diskStalled":
      drawDisk(context, badge, []);
      drawPauseBars(context, badge);
      return;
    case "diskLies":
      drawDisk(context, badge, [2, 2.2]);
      return;
    case "diskFails":
      drawDisk(context, badge, []);
      drawCross(context, badge);
      return;
    case "diskSlow":
      drawDisk(context, badge, []);
      drawDots(context, badge);
      return;
    case "crashArmed":
      drawBolt(context, badge);
      return;
    case "clock":
      drawHands(context, badge);
      return;
    case "slowLinks":
      drawSlowArrow(context, badge);
      return;
    case "learner":
      drawLetter(context, badge);
      return;
    case "joining":
      drawPlus(context, badge);
      return;
    case "leaving":
      drawChevron(context, badge);
      return;
    case "outside":
      drawBar(context, badge);
      return;
    default:
      impossible(badge.kind);
  }
}

/** A plus, for a voter among the new ones. */
function drawPlus(context: Surface, { at, radius }: BadgeShape): void {
  const half = radius * 0.5;
  context.beginPath();
  context.moveTo(at.x - half, at.y);
  context.lineTo(at.x + half, at.y);
  context.moveTo(at.x, at.y - half);
  context.lineTo(at.x, at.y + half);
  context.stroke();
}

/** A way out, for a voter among the old ones. */
function drawChevron(context: Surface, { at, radius }: BadgeShape): void {
  const half = radius * 0.45;
  context.beginPath();
  context.moveTo(at.x - half * 0.6, at.y - half);
  context.lineTo(at.x + half * 0.6, at.y);
  context.lineTo(at.x - half * 0.6, at.y + half);
  context.stroke();
}

/** An L, for a learner. */
function drawLetter(context: Surface, { at, radius }: BadgeShape): void {
  const half = radius * 0.42;
  context.beginPath();
  context.moveTo(at.x - half * 0.6, at.y - half);
  context.lineTo(at.x - half * 0.6, at.y + half);
  context.lineTo(at.x + half * 0.7, at.y + half);
  context.stroke();
}

/** A bar, as at a closed door: no member. */
function drawBar(context: Surface, { at, radius }: BadgeShape): void {
  const half = radius * 0.5;
  context.beginPath();
  context.moveTo(at.x - half, at.y);
  context.lineTo(at.x + half, at.y);
  context.stroke();
}

function drawGround(context: Surface, badge: BadgeShape, theme: Theme): void {
  context.beginPath();
  context.arc(badge.at.x, badge.at.y, badge.radius, 0, fullTurn);
  context.fillStyle = theme.paper;
  context.fill();
  context.strokeStyle = badge.kind === "clock" ? theme.ink : theme.line;
  context.lineWidth = 1.5;
  context.stroke();
}

/** A cylinder; a dashed outline is a disk that lies about syncing. */
function drawDisk(context: Surface, { at, radius }: BadgeShape, dash: readonly number[]): void {
  const half = radius * 0.52;
  const flat = radius * 0.2;
  const top = at.y - radius * 0.38;
  const foot = at.y + radius * 0.4;
  context.setLineDash([...dash]);
  context.beginPath();
  context.ellipse(at.x, top, half, flat, 0, 0, fullTurn);
  context.moveTo(at.x - half, top);
  context.lineTo(at.x - half, foot);
  context.ellipse(at.x, foot, half, flat, 0, Math.PI, 0, true);
  context.lineTo(at.x + half, top);
  context.stroke();
  context.setLineDash([]);
}

function drawPauseBars(context: Surface, { at, radius }: BadgeShape): void {
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(at.x + side * radius * 0.17, at.y);
    context.lineTo(at.x + side * radius * 0.17, at.y + radius * 0.36);
  }
  context.lineWidth = radius * 0.17;
  context.lineCap = "butt";
  context.stroke();
  context.lineCap = "round";
}

function drawCross(context: Surface, { at, radius }: BadgeShape): void {
  const arm = radius * 0.2;
  const middle = at.y + radius * 0.16;
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(at.x - arm, middle - side * arm);
    context.lineTo(at.x + arm, middle + side * arm);
  }
  context.stroke();
}

function drawDots(context: Surface, { at, radius }: BadgeShape): void {
  for (const side of [-1, 0, 1]) {
    context.beginPath();
    context.arc(at.x + side * radius * 0.26, at.y + radius * 0.16, radius * 0.09, 0, fullTurn);
    context.fill();
  }
}

function drawBolt(context: Surface, { at, radius }: BadgeShape): void {
  const corner = (x: number, y: number) => scenePoint(at.x + x * radius, at.y + y * radius);
  const corners = [
    corner(0.12, -0.62),
    corner(-0.38, 0.12),
    corner(-0.02, 0.12),
    corner(-0.12, 0.62),
    corner(0.38, -0.12),
    corner(0.02, -0.12),
  ];
  context.beginPath();
  for (const point of corners) context.lineTo(point.x, point.y);
  context.closePath();
  context.fill();
}

function drawHands(context: Surface, { at, radius }: BadgeShape): void {
  context.beginPath();
  context.moveTo(at.x, at.y - radius * 0.62);
  context.lineTo(at.x, at.y);
  context.lineTo(at.x + radius * 0.42, at.y + radius * 0.28);
  context.stroke();
}

function drawSlowArrow(context: Surface, { at, radius }: BadgeShape): void {
  const reach = radius * 0.55;
  context.beginPath();
  context.setLineDash([1.5, 3.5]);
  context.moveTo(at.x - reach, at.y);
  context.lineTo(at.x + reach * 0.5, at.y);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(at.x + reach * 0.3, at.y - reach * 0.6);
  context.lineTo(at.x + reach, at.y);
  context.lineTo(at.x + reach * 0.3, at.y + reach * 0.6);
  context.stroke();
}
