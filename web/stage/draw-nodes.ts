/** Paints nodes. A node's form shows its role: thin, dashed, filled with a crown, hatched. */

import { drawBadges } from "./badge-painter.ts";
import { drawLabel } from "./draw-text.ts";
import { impossible } from "./impossible.ts";
import { paintPart } from "./kept-part.ts";
import { type ScenePoint, scenePoint } from "./point.ts";
import type { BallotShape, Label, NodeShape, TimerShape } from "./scene.ts";
import type { Surface } from "./surface.ts";
import { colorOf, type Theme } from "./theme.ts";

const top = -Math.PI / 2;
const fullTurn = 2 * Math.PI;

export function drawNode(context: Surface, node: NodeShape, compact: boolean, theme: Theme): void {
  const hue = colorOf({ kind: "term", hue: node.term }, theme);
  drawGround(context, node, hue, theme);
  if (node.timer !== null) drawTimer(context, node, node.timer, theme);
  if (node.ballot !== null) drawBallot(context, node.ballot, hue, theme);
  drawOuterRings(context, node, theme);
  // In front of the ring, which would cut it.
  if (node.form === "leader") drawCrown(context, node, hue, compact);
  if (node.paused) drawPauseBadge(context, node, compact, theme);
  drawBadges(context, node.badges, theme);
  if (node.group !== null) drawGroupBadge(context, node, node.group, compact, theme);
  drawWords(context, node.labels, theme, node.form === "down");
  // A line at a time: one may change often.
  for (const label of node.caption) drawWords(context, [label], theme, true);
}

/** The disc, and the track of its timer: the same as long as the node keeps its role and term. */
function drawGround(context: Surface, node: NodeShape, hue: string, theme: Theme): void {
  paintPart(context, theme, node, (on) => {
    drawDisc(on, node, hue, theme);
    if (node.timer !== null) drawTrack(on, node, node.timer, theme);
  });
}

/** Words in the node, or beside it. */
function drawWords(context: Surface, words: readonly Label[], theme: Theme, halo: boolean): void {
  paintPart(context, theme, words, (on) => {
    for (const label of words) drawLabel(on, label, theme, halo);
  });
}

function drawDisc(context: Surface, node: NodeShape, hue: string, theme: Theme): void {
  const { center, radius } = node;
  circle(context, center, radius);
  switch (node.form) {
    case "follower":
      context.fillStyle = theme.paper;
      context.fill();
      context.strokeStyle = hue;
      context.lineWidth = 1.75;
      context.stroke();
      return;
    case "candidate":
      context.fillStyle = theme.paper;
      context.fill();
      context.strokeStyle = hue;
      context.lineWidth = 2.75;
      context.setLineDash([6.5, 5.5]);
      context.stroke();
      context.setLineDash([]);
      return;
    case "leader":
      context.fillStyle = hue;
      context.fill();
      return;
    case "down":
      context.fillStyle = theme.paper;
      context.fill();
      drawHatching(context, center, radius, theme);
      circle(context, center, radius);
      context.strokeStyle = theme.line;
      context.lineWidth = 1.75;
      context.stroke();
      return;
    default:
      impossible(node.form);
  }
}

/** Hatching: slanting lines whose ends are computed to lie on the disc. */
function drawHatching(context: Surface, center: ScenePoint, radius: number, theme: Theme): void {
  context.beginPath();
  const slant = Math.SQRT1_2;
  const pitch = 7;
  for (let offset = -Math.floor(radius / pitch) * pitch; offset < radius; offset += pitch) {
    const half = Math.sqrt(Math.max(0, radius * radius - offset * offset)) - 1;
    if (half <= 0) continue;
    const middleX = center.x + offset * slant;
    const middleY = center.y + offset * slant;
    context.moveTo(middleX - half * slant, middleY + half * slant);
    context.lineTo(middleX + half * slant, middleY - half * slant);
  }
  context.strokeStyle = theme.lineFaint;
  context.lineWidth = 1.5;
  context.stroke();
}

function drawTrack(context: Surface, node: NodeShape, timer: TimerShape, theme: Theme): void {
  circle(context, node.center, timer.radius);
  context.strokeStyle = theme.lineFaint;
  context.lineWidth = 1;
  context.stroke();
}

function drawTimer(context: Surface, node: NodeShape, timer: TimerShape, theme: Theme): void {
  const { center } = node;
  if (timer.left <= 0) return;
  context.beginPath();
  context.arc(center.x, center.y, timer.radius, top, top + fullTurn * timer.left);
  context.strokeStyle = timer.paused ? theme.line : theme.inkSoft;
  context.lineWidth = 2.5;
  context.lineCap = "butt";
  context.stroke();
  context.lineCap = "round";
}

function drawBallot(context: Surface, ballot: BallotShape, hue: string, theme: Theme): void {
  for (const pip of ballot.pips) {
    circle(context, pip.at, pip.radius);
    context.fillStyle = pip.filled ? hue : theme.paper;
    context.fill();
    context.strokeStyle = hue;
    context.lineWidth = 1.25;
    context.stroke();
  }
}

/** The crown of a leader, at the top of the disc. */
function drawCrown(context: Surface, node: NodeShape, hue: string, compact: boolean): void {
  const half = compact ? 9 : 13;
  const height = compact ? 10 : 14;
  const { x } = node.center;
  const foot = node.center.y - node.radius + (compact ? 0.5 : 0);
  const brim = foot - height;
  context.beginPath();
  context.moveTo(x - half * 0.78, foot);
  context.lineTo(x - half, brim + 2);
  context.lineTo(x - half * 0.45, brim + height * 0.55);
  context.lineTo(x, brim - 2);
  context.lineTo(x + half * 0.45, brim + height * 0.55);
  context.lineTo(x + half, brim + 2);
  context.lineTo(x + half * 0.78, foot);
  context.closePath();
  context.fillStyle = hue;
  context.fill();
}

function drawOuterRings(context: Surface, node: NodeShape, theme: Theme): void {
  const ring = (color: string, width: number): void => {
    circle(context, node.center, node.outerRadius);
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
  };
  if (node.violating) ring(theme.violation, 3);
  else if (node.selected) ring(theme.ink, 2);
  else if (node.hovered || node.predicted) ring(theme.line, 1.5);
}

function drawPauseBadge(context: Surface, node: NodeShape, compact: boolean, theme: Theme): void {
  const size = compact ? 8 : 11;
  const at = onRim(node, Math.PI / 4);
  circle(context, at, size);
  context.fillStyle = theme.paper;
  context.fill();
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5;
  context.stroke();
  context.beginPath();
  for (const side of [-1, 1]) {
    context.moveTo(at.x + side * size * 0.28, at.y - size * 0.4);
    context.lineTo(at.x + side * size * 0.28, at.y + size * 0.4);
  }
  context.lineWidth = compact ? 2 : 2.5;
  context.lineCap = "butt";
  context.stroke();
  context.lineCap = "round";
}

function drawGroupBadge(
  context: Surface,
  node: NodeShape,
  letter: string,
  compact: boolean,
  theme: Theme,
): void {
  const size = compact ? 8 : 10;
  const at = onRim(node, -Math.PI / 4);
  circle(context, at, size);
  context.fillStyle = theme.ink;
  context.fill();
  context.strokeStyle = theme.paper;
  context.lineWidth = 2;
  context.stroke();
  drawLabel(
    context,
    { text: letter, at, size: size * 1.2, bold: true, align: "center", tone: { kind: "paper" } },
    theme,
  );
}

/** The point of a node's outline at `angle`. */
function onRim(node: NodeShape, angle: number): ScenePoint {
  const reach = node.radius + 7;
  return scenePoint(
    node.center.x + Math.cos(angle) * reach,
    node.center.y + Math.sin(angle) * reach,
  );
}

function circle(context: Surface, center: ScenePoint, radius: number): void {
  context.beginPath();
  context.arc(center.x, center.y, radius, 0, fullTurn);
}
