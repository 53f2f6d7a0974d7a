/**
 * Paints the diagram. Form shows the role and hue the term, as in the ring; a request is a solid
 * line and a reply a dashed one. What lies after the moment shown is paler.
 */

import { setFont } from "../stage/draw-text.ts";
import { impossible } from "../stage/impossible.ts";
import type { Surface } from "../stage/surface.ts";
import type { Theme } from "../stage/theme.ts";
import type {
  BandShape,
  DiagramScene,
  ForecastShape,
  LaneShape,
  Light,
  LineShape,
  MarkShape,
  SilenceShape,
} from "./scene.ts";

type Context = Surface;

/** The opacity of what lies after the moment shown. */
const AHEAD = 0.4;
/** The opacity of what is not asked for. */
const DIM = 0.12;
/** The opacity of what both of two compared runs have; it is grey, so that it is not what lies ahead. */
const SHARED = 0.55;
/** The opacity of heartbeats and their answers, which are thinner, too. */
const ROUTINE = 0.7;
/** Half the height of a leader's band. */
const LEADER = 4;
/** The height of the highest bar of messages, as a share of the lanes'. */
const BARS = 0.5;
/** The bars lie behind lanes and requests: to be seen, and no more. */
const BARS_OPACITY = 0.45;
const ARROW = 6;
/** A shorter message has no room for an arrow. */
const ARROW_LEAST = 14;

export function drawDiagram(context: Context, scene: DiagramScene, theme: Theme): void {
  context.clearRect(0, 0, scene.width, scene.height);
  drawTicks(context, scene, theme);
  for (const lane of scene.lanes) drawLabel(context, lane, theme, scene.left);
  within(context, scene.left, scene.now, scene, 1, () => drawTime(context, scene, theme));
  if (scene.forecast === null)
    within(context, scene.now, scene.right, scene, AHEAD, () => drawTime(context, scene, theme));
  else drawForecast(context, scene, scene.forecast, theme);
  drawNow(context, scene, theme);
  drawParting(context, scene, theme);
  for (const { point, x, y } of scene.rings) {
    drawRing(context, x, y, theme);
    // A crown stands over its event, where the ring would cross it out.
    const crown = scene.marks.find((mark) => mark.point === point && mark.sign === "crown");
    if (crown) drawMark(context, crown, theme);
  }
  if (scene.selection !== null) drawSelection(context, scene.selection, scene.foot, theme);
}

/** Paints only between two moments, and no further than was played. */
function within(
  context: Context,
  from: number,
  until: number,
  scene: DiagramScene,
  alpha: number,
  paint: () => void,
): void {
  const left = Math.max(scene.left, from);
  // Marks at the very end are whole.
  const right = Math.min(scene.right, until, scene.head + 6);
  if (right <= left) return;
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, scene.height);
  context.clip();
  context.globalAlpha = alpha;
  paint();
  context.restore();
}

/** What comes if we wait: dashed lanes, and where somebody is elected or commits. */
function drawForecast(
  context: Context,
  scene: DiagramScene,
  { lanes, marks, until }: ForecastShape,
  theme: Theme,
): void {
  const left = Math.max(scene.left, scene.now);
  const right = Math.min(scene.right, until);
  if (right <= left) return;
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, scene.height);
  context.clip();
  for (const { bands, y } of lanes)
    for (const band of bands) drawForecastBand(context, band, y, theme);
  for (const mark of marks) drawMark(context, mark, theme);
  context.restore();
}

function drawForecastBand(context: Context, band: BandShape, y: number, theme: Theme): void {
  const width = band.form === "leader" ? 2 * LEADER : band.form === "candidate" ? 4 : 2;
  const isOut = band.form === "paused" || band.form === "crashed";
  stroke(context, isOut ? theme.line : hueOf(band.hue, theme), width, isOut ? [1.5, 6] : [7, 5]);
  line(context, band.left, y, Math.max(band.right, band.left + 1), y);
  context.setLineDash([]);
}

function drawTime(context: Context, scene: DiagramScene, theme: Theme): void {
  const alpha = context.globalAlpha;
  drawCounts(context, scene, theme);
  for (const { bands, y } of scene.lanes) {
    if (bands.length === 0) drawThread(context, scene, y, theme);
    for (const band of bands) drawBand(context, band, y, theme);
  }
  for (const silence of scene.silences) drawSilence(context, silence, theme);
  for (const line of scene.lines) {
    context.globalAlpha =
      alpha * (line.isRoutine && line.light === "plain" ? ROUTINE : opacityOf(line.light));
    context.beginPart?.("message", line.id);
    drawLine(context, line, theme);
    context.endPart?.();
  }
  for (const mark of scene.marks) {
    context.globalAlpha = alpha * opacityOf(mark.light);
    if (mark.point !== null) context.beginPart?.("event", mark.point);
    drawMark(context, mark, theme);
    if (mark.point !== null) context.endPart?.();
  }
  context.globalAlpha = alpha;
  context.fillStyle = theme.violation;
  for (const x of scene.violations) context.fillRect(x - 1.5, 0, 3, scene.foot);
  for (const x of scene.missteps) drawMisstep(context, x, scene.foot, theme);
}

/** A dotted line with a flag: red is for violations, and a misstep need not bring one about. */
function drawMisstep(context: Context, x: number, foot: number, theme: Theme): void {
  stroke(context, theme.ink, 1.5, [2, 3]);
  line(context, x, 0, x, foot);
  context.setLineDash([]);
  context.fillStyle = theme.ink;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x + 9, 4);
  context.lineTo(x, 8);
  context.closePath();
  context.fill();
}

function opacityOf(light: Light): number {
  return light === "dim" ? DIM : light === "shared" ? SHARED : 1;
}

function hueOf(hue: number | null, theme: Theme): string {
  return hue === null ? theme.inkSoft : (theme.terms[hue % theme.terms.length] ?? theme.ink);
}

function drawSelection(
  context: Context,
  [left, right]: readonly [number, number],
  foot: number,
  theme: Theme,
): void {
  context.save();
  context.fillStyle = theme.ink;
  context.globalAlpha = 0.12;
  context.fillRect(left, 0, right - left, foot);
  context.restore();
  stroke(context, theme.ink, 1, []);
  line(context, left, 0, left, foot);
  line(context, right, 0, right, foot);
}

// --- Lanes ------------------------------------------------------------------------------

function drawLabel(context: Context, { label, y }: LaneShape, theme: Theme, left: number): void {
  setFont(context, 12, false, theme);
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.fillStyle = theme.inkSoft;
  context.fillText(label, left - 8, y + 0.5);
}

/** The lane of the clients has no role: a hairline. */
function drawThread(context: Context, scene: DiagramScene, y: number, theme: Theme): void {
  stroke(context, theme.line, 1, []);
  line(context, scene.left, y, Math.min(scene.right, scene.head), y);
}

function drawBand(context: Context, band: BandShape, y: number, theme: Theme): void {
  const hue = hueOf(band.hue, theme);
  if (band.cut !== "none") drawHatching(context, band, y, theme);
  switch (band.form) {
    case "leader":
      stroke(context, hue, 2 * LEADER, []);
      break;
    case "candidate":
      stroke(context, hue, 4, [5, 3]);
      break;
    case "follower":
      stroke(context, hue, 2, []);
      break;
    case "paused":
      stroke(context, hue, 2, [2, 6]);
      break;
    case "crashed":
      stroke(context, theme.line, 1.5, [1.5, 4]);
      break;
    default:
      impossible(band.form);
  }
  line(context, band.left, y, Math.max(band.right, band.left + 1), y);
  context.setLineDash([]);
}

/** Slanted lines under a lane that is cut off: dense where it has no majority. */
function drawHatching(context: Context, band: BandShape, y: number, theme: Theme): void {
  const step = band.cut === "majority" ? 5 : 11;
  stroke(context, theme.line, 1, []);
  context.beginPath();
  for (let x = Math.ceil(band.left / step) * step; x < band.right; x += step) {
    context.moveTo(x - 3, y + 6);
    context.lineTo(x + 3, y - 6);
  }
  context.stroke();
}

/** A bracket under the lane: what the node would say waits for its disk meanwhile. */
function drawSilence(context: Context, { left, right, y }: SilenceShape, theme: Theme): void {
  stroke(context, theme.ink, 1.25, []);
  context.beginPath();
  context.moveTo(left, y + 5);
  context.lineTo(left, y + 9);
  context.lineTo(Math.max(right, left + 1), y + 9);
  context.lineTo(Math.max(right, left + 1), y + 5);
  context.stroke();
}

function drawCounts(context: Context, { counts, foot }: DiagramScene, theme: Theme): void {
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * BARS_OPACITY;
  context.fillStyle = theme.line;
  for (const { left, right, share } of counts) {
    const height = share * foot * BARS;
    context.fillRect(left, foot - height, Math.max(1, right - left - 0.5), height);
  }
  context.globalAlpha = alpha;
}

// --- Messages ---------------------------------------------------------------------------

function drawLine(context: Context, shape: LineShape, theme: Theme): void {
  const { x1, y1, x2, y2, waitsUntil, end, hue, isReply, isRoutine, light } = shape;
  const color = hueOf(light === "shared" ? null : hue, theme);
  const width = light === "lit" ? 2.25 : isRoutine ? 1 : 1.5;
  stroke(context, color, width, isReply ? [5, 3] : []);
  line(context, x1, y1, x2, y2);
  context.setLineDash([]);
  if (waitsUntil !== null) {
    stroke(context, color, 1.5, [1, 3]);
    line(context, x2, y2 - 5, waitsUntil, y2 - 5);
    context.setLineDash([]);
  }
  switch (end) {
    case "arrived":
      if (Math.hypot(x2 - x1, y2 - y1) >= ARROW_LEAST) drawArrow(context, shape, color);
      break;
    case "lost":
    case "cut":
    case "receiverDown":
      drawCross(context, x2, y2, isRoutine ? 3.5 : 4.5, color, 1.75);
      break;
    case "underWay":
      break;
    default:
      impossible(end);
  }
}

function drawArrow(context: Context, { x1, y1, x2, y2 }: LineShape, color: string): void {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  context.fillStyle = color;
  context.beginPath();
  context.moveTo(x2, y2);
  for (const turn of [2.75, -2.75])
    context.lineTo(x2 + ARROW * Math.cos(angle + turn), y2 + ARROW * Math.sin(angle + turn));
  context.fill();
}

// --- Marks ------------------------------------------------------------------------------

function drawMark(context: Context, { x, y, sign }: MarkShape, theme: Theme): void {
  stroke(context, theme.ink, 1.75, []);
  context.fillStyle = theme.ink;
  switch (sign) {
    case "dot":
      dot(context, x, y, 1.75);
      break;
    case "crown":
      traceCrown(context, x, y - LEADER - 5, 6);
      // A message that ends there stops short of the crown: a hairline of paper is around it.
      stroke(context, theme.paper, 3, []);
      context.stroke();
      // Filled once, since what is pale would be darker with each time.
      context.fill();
      break;
    case "commit":
      boxed(context, x, y, 4, theme);
      break;
    case "told":
      boxed(context, x, y, 2.75, theme);
      break;
    case "applied":
      dot(context, x, y + LEADER + 3, 1.75);
      break;
    case "crash":
      drawCross(context, x, y, 6, theme.ink, 2.25);
      break;
    case "disk":
      drawCross(context, x, y, 5, theme.ink, 1.75);
      context.strokeRect(x - 6.5, y - 6.5, 13, 13);
      break;
    case "held":
      context.fillStyle = theme.paper;
      context.fillRect(x - 3.5, y - 3.5, 7, 7);
      context.strokeRect(x - 3.5, y - 3.5, 7, 7);
      break;
    case "restart":
      line(context, x, y - 7, x, y + 7);
      break;
    case "pause":
      line(context, x - 2, y - 6, x - 2, y + 6);
      line(context, x + 2, y - 6, x + 2, y + 6);
      break;
    case "timeout":
      context.fillStyle = theme.paper;
      context.beginPath();
      context.arc(x, y, 4, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
      break;
    case "request":
      line(context, x, y - 6, x, y);
      break;
    case "answer":
      line(context, x, y, x, y + 6);
      break;
    case "world":
      context.beginPath();
      context.moveTo(x - 4, 1);
      context.lineTo(x + 4, 1);
      context.lineTo(x, 8);
      context.fill();
      break;
    default:
      impossible(sign);
  }
}

export function drawCrown(context: Context, x: number, y: number, size: number): void {
  traceCrown(context, x, y, size);
  context.fill();
}

function traceCrown(context: Context, x: number, y: number, size: number): void {
  context.beginPath();
  context.moveTo(x - size, y + size / 2);
  context.lineTo(x - size, y - size);
  context.lineTo(x - size / 2, y - size / 4);
  context.lineTo(x, y - size);
  context.lineTo(x + size / 2, y - size / 4);
  context.lineTo(x + size, y - size);
  context.lineTo(x + size, y + size / 2);
  context.closePath();
}

/** A square with a hairline of paper around it, so that it shows on every band. */
function boxed(context: Context, x: number, y: number, size: number, theme: Theme): void {
  context.fillStyle = theme.paper;
  context.fillRect(x - size - 1, y - size - 1, 2 * size + 2, 2 * size + 2);
  context.fillStyle = theme.ink;
  context.fillRect(x - size, y - size, 2 * size, 2 * size);
}

function drawCross(
  context: Context,
  x: number,
  y: number,
  size: number,
  color: string,
  width: number,
): void {
  stroke(context, color, width, []);
  line(context, x - size, y - size, x + size, y + size);
  line(context, x - size, y + size, x + size, y - size);
}

function drawRing(context: Context, x: number, y: number, theme: Theme): void {
  stroke(context, theme.paper, 5, []);
  circle(context, x, y, 9);
  stroke(context, theme.ink, 2, []);
  circle(context, x, y, 9);
}

// --- Time -------------------------------------------------------------------------------

function drawTicks(context: Context, scene: DiagramScene, theme: Theme): void {
  const { ticks, foot, left, right } = scene;
  setFont(context, 12, false, theme);
  context.textBaseline = "top";
  stroke(context, theme.lineFaint, 1, []);
  for (const { x, label } of ticks) {
    line(context, x, 0, x, foot);
    context.fillStyle = theme.inkSoft;
    context.textAlign = x < left + 24 ? "left" : x > right - 24 ? "right" : "center";
    context.fillText(label, x, foot + 4);
  }
}

export function drawNow(
  context: Context,
  { now, left, right, foot }: DiagramScene,
  theme: Theme,
): void {
  if (now < left || now > right) return;
  stroke(context, theme.ink, 2, []);
  line(context, now, 0, now, foot);
}

function drawParting(context: Context, scene: DiagramScene, theme: Theme): void {
  const { parting, left, right, foot } = scene;
  if (parting === null || parting < left || parting > right) return;
  stroke(context, theme.ink, 1.5, [2, 4]);
  line(context, parting, 0, parting, foot);
  context.setLineDash([]);
  setFont(context, 14, true, theme);
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillStyle = theme.ink;
  context.fillText("≠", parting + 3, 0);
}

function stroke(context: Context, color: string, width: number, dash: readonly number[]): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash([...dash]);
}

function line(context: Context, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function circle(context: Context, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}

function dot(context: Context, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
