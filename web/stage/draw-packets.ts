/**
 * Paints messages. Requests are filled bodies behind an arrow head; replies are smaller,
 * hollow, and carry a tick or a cross.
 */

import { impossible } from "./impossible.ts";
import { type PaintKept, paintPart } from "./kept-part.ts";
import type { PacketMark, PacketShape } from "./scene.ts";
import type { Surface } from "./surface.ts";
import { colorOf, type Theme } from "./theme.ts";

export function drawPacket(context: Surface, packet: PacketShape, theme: Theme): void {
  const hue = colorOf(packet.tone, theme);
  context.globalAlpha = packet.opacity;
  if (packet.tail !== null) drawTail(context, packet, hue);
  const paint: PaintKept = (on, at = packet.at, angle = packet.angle) => {
    on.save();
    on.translate(at.x, at.y);
    on.scale(packet.scale, packet.scale);
    if (packet.death === null) {
      drawFlying(on, packet, angle, hue, theme);
      if (packet.emphasis !== "none") drawEmphasis(on, packet, theme);
    } else {
      drawDeath(on, packet, hue, theme);
    }
    on.restore();
  };
  // What is lost fades, and is never the same again.
  if (packet.death === null) paintPart(context, theme, packet, paint);
  else paint(context);
  context.globalAlpha = 1;
}

function drawTail(context: Surface, packet: PacketShape, hue: string): void {
  if (packet.tail === null) return;
  context.beginPath();
  context.moveTo(packet.tail.x, packet.tail.y);
  context.lineTo(packet.at.x, packet.at.y);
  context.strokeStyle = hue;
  context.lineWidth = packet.reply ? 1.25 : 2;
  context.stroke();
}

function drawFlying(
  context: Surface,
  packet: PacketShape,
  angle: number,
  hue: string,
  theme: Theme,
): void {
  context.rotate(angle);
  drawHead(context, packet, hue, theme);
  outline(context, packet, 0);
  context.fillStyle = isHollow(packet) ? theme.paper : hue;
  context.fill();
  context.strokeStyle = hue;
  context.lineWidth = 1.75;
  // What binds nobody has a dashed rim.
  if (packet.body.kind === "draft") context.setLineDash([3, 2]);
  context.stroke();
  context.setLineDash([]);
  if (packet.duplicate) {
    outline(context, packet, 3.5);
    context.lineWidth = 1.25;
    context.stroke();
  }
  // Signs stay upright, so that they can be read.
  if (packet.mark !== "none") context.rotate(-angle);
  drawContent(context, packet, isHollow(packet) ? hue : theme.paper);
}

/** Replies are hollow, and so is a question about a vote, which is no vote yet. */
function isHollow(packet: PacketShape): boolean {
  return packet.reply || packet.body.kind === "draft";
}

/** Half extents of the body along and across its flight, unscaled pixels. */
export function halfSize(packet: PacketShape): { readonly width: number; readonly height: number } {
  switch (packet.body.kind) {
    case "ballot":
    case "draft":
      return packet.reply ? { width: 7.5, height: 7.5 } : { width: 9, height: 9 };
    case "entries":
      return { width: 5 + 5 * (packet.body.squares + (packet.body.more ? 0.8 : 0)), height: 7.5 };
    case "heartbeat":
      return { width: 3, height: 3 };
    case "answer":
      return { width: 6.5, height: 6.5 };
    case "note":
      return packet.reply ? { width: 8.5, height: 6.5 } : { width: 10, height: 7.5 };
    default:
      impossible(packet.body);
  }
}

/** The body's outline, `margin` pixels outside it. Answers are round, ballots and notes square. */
function outline(context: Surface, packet: PacketShape, margin: number): void {
  const half = halfSize(packet);
  const width = half.width + margin;
  const height = half.height + margin;
  context.beginPath();
  const round = packet.body.kind === "answer" || packet.body.kind === "heartbeat";
  if (round) context.arc(0, 0, width, 0, 2 * Math.PI);
  else context.roundRect(-width, -height, 2 * width, 2 * height, 2.5 + margin / 2);
}

/** The arrow head in front of the body; hollow on replies. */
function drawHead(context: Surface, packet: PacketShape, hue: string, theme: Theme): void {
  const foot = halfSize(packet).width + (packet.reply ? 1.5 : -1) + (packet.duplicate ? 3.5 : 0);
  const half = packet.reply
    ? 4
    : packet.body.kind === "heartbeat"
      ? 6
      : halfSize(packet).height + 2;
  const length = packet.reply ? 6 : half;
  context.beginPath();
  context.moveTo(foot + length, 0);
  context.lineTo(foot, -half);
  context.lineTo(foot, half);
  context.closePath();
  context.fillStyle = packet.reply ? theme.paper : hue;
  context.fill();
  context.strokeStyle = hue;
  context.lineWidth = 1.25;
  context.stroke();
}

function drawContent(context: Surface, packet: PacketShape, color: string): void {
  context.strokeStyle = color;
  switch (packet.body.kind) {
    case "ballot":
    case "draft":
    case "answer":
      drawMark(context, packet.mark, packet.body.kind !== "answer" && !packet.reply ? 1.15 : 1);
      return;
    case "entries":
      drawSquares(context, packet.body.squares, packet.body.more);
      return;
    case "note":
      if (packet.mark === "none") drawDots(context, color);
      else drawMark(context, packet.mark, 1);
      return;
    case "heartbeat":
      return;
    default:
      impossible(packet.body);
  }
}

/** Log entries, as hollow squares. */
function drawSquares(context: Surface, squares: number, more: boolean): void {
  const pitch = 10;
  const count = squares + (more ? 0.8 : 0);
  const left = -(count * pitch) / 2 + pitch / 2;
  context.lineWidth = 1.5;
  for (let index = 0; index < squares; index += 1) {
    context.strokeRect(left + index * pitch - 3, -3, 6, 6);
  }
  if (!more) return;
  const x = left + squares * pitch - 1;
  context.beginPath();
  context.moveTo(x - 2.5, 0);
  context.lineTo(x + 2.5, 0);
  context.moveTo(x, -2.5);
  context.lineTo(x, 2.5);
  context.stroke();
}

/** A client's message, as a note with three dots. */
function drawDots(context: Surface, color: string): void {
  context.fillStyle = color;
  for (const x of [-5, 0, 5]) {
    context.beginPath();
    context.arc(x, 0, 1.5, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawMark(context: Surface, mark: PacketMark, size: number): void {
  context.lineWidth = 2;
  context.beginPath();
  switch (mark) {
    case "none":
      return;
    case "tick":
      context.moveTo(-3.4 * size, 0.2 * size);
      context.lineTo(-1 * size, 2.8 * size);
      context.lineTo(3.6 * size, -2.8 * size);
      break;
    case "cross":
      context.moveTo(-2.8 * size, -2.8 * size);
      context.lineTo(2.8 * size, 2.8 * size);
      context.moveTo(2.8 * size, -2.8 * size);
      context.lineTo(-2.8 * size, 2.8 * size);
      break;
    case "question":
      context.arc(0, -2 * size, 2.5 * size, Math.PI * 1.05, Math.PI * 2.3);
      context.lineTo(0, 1.5 * size);
      context.moveTo(0, 4.6 * size);
      context.lineTo(0, 4.7 * size);
      break;
    default:
      impossible(mark);
  }
  context.stroke();
}

/** A fading cross where it was lost; against a wall, a stub that ends in a bar as well. */
function drawDeath(context: Surface, packet: PacketShape, hue: string, theme: Theme): void {
  context.rotate(packet.angle);
  if (packet.death === "wall") context.translate(-9, 0);
  outline(context, packet, 0);
  context.fillStyle = theme.paper;
  context.fill();
  context.strokeStyle = hue;
  context.lineWidth = 1.25;
  context.setLineDash([2.5, 3]);
  context.stroke();
  context.setLineDash([]);
  context.rotate(-packet.angle);
  context.beginPath();
  const arm = 7;
  context.moveTo(-arm, -arm);
  context.lineTo(arm, arm);
  context.moveTo(arm, -arm);
  context.lineTo(-arm, arm);
  context.strokeStyle = theme.ink;
  context.lineWidth = 2.25;
  context.stroke();
}

function drawEmphasis(context: Surface, packet: PacketShape, theme: Theme): void {
  const half = halfSize(packet);
  context.beginPath();
  context.arc(0, 0, Math.max(half.width, half.height) + 9, 0, 2 * Math.PI);
  context.strokeStyle = packet.emphasis === "selected" ? theme.ink : theme.line;
  context.lineWidth = packet.emphasis === "selected" ? 2 : 1.5;
  context.stroke();
}
