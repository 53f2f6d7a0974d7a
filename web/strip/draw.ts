/** Paints the time strip. Form shows the role and hue the term, as in the ring. */

import { setFont } from "../stage/draw-text.ts";
import { impossible } from "../stage/impossible.ts";
import type { Surface } from "../stage/surface.ts";
import type { Theme } from "../stage/theme.ts";
import {
  type BandShape,
  columnRoom,
  type LaneShape,
  type MarkShape,
  type StripScene,
} from "./scene.ts";

type Context = Surface;

/** Paints who was what when. It changes at every moment while a run plays. */
export function drawBands(context: Context, scene: StripScene, theme: Theme): void {
  context.clearRect(0, 0, scene.width, scene.height);
  context.lineCap = "butt";
  for (const { bands, y } of scene.lanes)
    for (const band of bands) drawBand(context, band, y, scaleOf(scene), theme);
}

/** Paints what lies over the bands, and changes with the lanes alone. */
export function drawOverBands(context: Context, scene: StripScene, theme: Theme): void {
  context.clearRect(0, 0, scene.width, scene.height);
  context.lineCap = "butt";
  for (const lane of scene.lanes) {
    drawLabel(context, lane, scene, theme);
    for (const mark of lane.marks) drawMark(context, mark, lane.y, scaleOf(scene), theme);
  }
  drawViolations(context, scene, theme);
  drawTicks(context, scene, theme);
}

function scaleOf({ pitch }: StripScene): number {
  return Math.min(1, pitch / 12);
}

/** Half the height of a label, in CSS pixels. */
const LABEL_HALF = 6;

function drawLabel(
  context: Context,
  { label, column, y }: LaneShape,
  { left, pitch }: StripScene,
  theme: Theme,
): void {
  // Letters hardly lower than their lanes do not touch: no label has any below the line.
  setFont(context, Math.max(11, Math.min(12, pitch)), false, theme);
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.fillStyle = theme.inkSoft;
  // Lanes may be lower than letters: the first label stays within the strip.
  context.fillText(label, left - 8 - columnRoom * column, Math.max(LABEL_HALF, y + 0.5));
}

function drawBand(context: Context, band: BandShape, y: number, scale: number, theme: Theme): void {
  const hue = theme.terms[band.hue % theme.terms.length] ?? theme.ink;
  if (band.cut !== "none") drawHatching(context, band, y, scale, theme);
  context.strokeStyle = hue;
  context.setLineDash([]);
  switch (band.form) {
    case "leader":
      context.lineWidth = 7 * scale;
      break;
    case "candidate":
      context.lineWidth = 4 * scale;
      context.setLineDash([4, 2]);
      break;
    case "follower":
      context.lineWidth = 2;
      break;
    case "paused":
      context.lineWidth = 2;
      context.setLineDash([2, 6]);
      break;
    case "crashed":
      context.lineWidth = 1;
      context.strokeStyle = theme.line;
      context.setLineDash([1, 4]);
      break;
    default:
      impossible(band.form);
  }
  line(context, band.left, y, Math.max(band.right, band.left + 1), y);
  context.setLineDash([]);
}

/** Slanted lines under a lane that is cut off: dense where it has no majority. */
function drawHatching(
  context: Context,
  band: BandShape,
  y: number,
  scale: number,
  theme: Theme,
): void {
  const half = 5 * scale;
  const step = band.cut === "majority" ? 4 : 9;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.beginPath();
  for (let x = Math.ceil(band.left / step) * step; x < band.right; x += step) {
    context.moveTo(x - half / 2, y + half);
    context.lineTo(x + half / 2, y - half);
  }
  context.stroke();
}

function drawMark(
  context: Context,
  { x, kind }: MarkShape,
  y: number,
  scale: number,
  theme: Theme,
): void {
  const size = 3 * scale;
  context.fillStyle = theme.ink;
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5;
  switch (kind) {
    case "elected":
      // The crown of the topmost lane stays within the strip.
      drawCrown(context, x, Math.max(4.5 * scale, y - 4 * scale), 4 * scale);
      break;
    case "committed":
      boxed(context, x, y, size, theme);
      break;
    case "toldOfCommit":
      boxed(context, x, y, size * 0.7, theme);
      break;
    case "crashed":
    case "diskLost":
      line(context, x - size - 1, y - size - 1, x + size + 1, y + size + 1);
      line(context, x - size - 1, y + size + 1, x + size + 1, y - size - 1);
      if (kind === "diskLost")
        context.strokeRect(x - size - 1, y - size - 1, 2 * size + 2, 2 * size + 2);
      break;
    case "restarted":
      context.fillRect(x - 0.75, y - size - 1, 1.5, 2 * size + 2);
      break;
    case "requested":
      context.fillRect(x - 0.75, y - size - 1, 1.5, size + 1);
      break;
    case "requestEnded":
      context.fillRect(x - 1, y, 2, size + 1);
      break;
    default:
      impossible(kind);
  }
}

/** A square with a hairline of paper around it, so that it shows on every band. */
function boxed(context: Context, x: number, y: number, size: number, theme: Theme): void {
  context.fillStyle = theme.paper;
  context.fillRect(x - size - 1, y - size - 1, 2 * size + 2, 2 * size + 2);
  context.fillStyle = theme.ink;
  context.fillRect(x - size, y - size, 2 * size, 2 * size);
}

function drawCrown(context: Context, x: number, y: number, size: number): void {
  context.beginPath();
  context.moveTo(x - size, y + size / 2);
  context.lineTo(x - size, y - size);
  context.lineTo(x - size / 2, y - size / 4);
  context.lineTo(x, y - size);
  context.lineTo(x + size / 2, y - size / 4);
  context.lineTo(x + size, y - size);
  context.lineTo(x + size, y + size / 2);
  context.fill();
}

function drawViolations(context: Context, scene: StripScene, theme: Theme): void {
  context.fillStyle = theme.violation;
  const last = scene.lanes.at(-1)?.y ?? 0;
  for (const x of scene.violations) context.fillRect(x - 1.5, 0, 3, last + scene.pitch / 2);
}

function drawTicks(
  context: Context,
  { ticks, left, height, axis, width }: StripScene,
  theme: Theme,
): void {
  setFont(context, 12, false, theme);
  context.textBaseline = "top";
  context.fillStyle = theme.inkSoft;
  for (const { x, label } of ticks) {
    context.textAlign = x === left ? "left" : x > width - 24 ? "right" : "center";
    context.fillText(label, x, height - axis + 2);
  }
}

function line(context: Context, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
