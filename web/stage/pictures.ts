/**
 * Pictures that a canvas keeps of parts that look the same again and again: to copy one costs a
 * fraction of painting its outlines and letters. Each is copied to whole pixels, so it stays sharp.
 */

import type { KeptPart, PaintKept } from "./kept-part.ts";
import { type ScenePoint, scenePoint } from "./point.ts";
import type { Label, NodeShape, PacketShape } from "./scene.ts";
import type { Surface } from "./surface.ts";
import type { Theme } from "./theme.ts";

/** So many are not in use at once: then all are thrown away. */
const MOST = 400;
/** What was painted the same way so often will be again, and gets a picture. */
const OFTEN = 16;
/** The room around words for their halo, in CSS pixels. */
const HALO = 4;
/** No word's letters are wider than this on average, as a multiple of their size. */
const LETTER = 0.85;
/** What flies is painted at these parts of a pixel and of a radian, and at none between. */
const PIXEL_PARTS = 2;
const RADIAN_PARTS = 40;

interface Picture {
  readonly on: Canvas;
  readonly ratio: number;
  readonly image: HTMLCanvasElement;
  /** Its left upper corner, in pixels of the screen: of a part that flies, as seen from its middle. */
  readonly left: number;
  readonly top: number;
}

/** The pictures of one canvas, in one theme and at one pixel ratio. */
interface Kept {
  readonly theme: Theme;
  readonly ratio: number;
  readonly pictures: Map<string, Picture>;
  /** How often that was painted which has no picture yet. */
  readonly painted: Map<string, number>;
}

/** In CSS pixels. */
interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Canvas = CanvasRenderingContext2D;

const keptBy = new WeakMap<Canvas, Kept>();

/** Paints a part from its picture, if it has one by now. */
export function paintFromPicture(
  context: Surface,
  theme: Theme,
  part: KeptPart,
  paint: PaintKept,
): void {
  if (!(context instanceof CanvasRenderingContext2D)) paint(context);
  else if ("body" in part) paintFlying(context, theme, part, paint);
  else paintStill(context, theme, part, paint);
}

function paintStill(
  context: Canvas,
  theme: Theme,
  part: NodeShape | readonly Label[],
  paint: PaintKept,
): void {
  const isNode = "id" in part;
  const key = isNode ? groundKey(part) : wordsKey(part);
  const sides = () => (isNode ? groundSides(part) : wordsSides(part));
  const picture = pictureOf(context, theme, key, sides, paint);
  if (picture === null) paint(context);
  else copy(picture, 0, 0);
}

/** What flies is painted at the next part of a pixel and in the next direction that have a picture. */
function paintFlying(context: Canvas, theme: Theme, part: PacketShape, paint: PaintKept): void {
  const { at, angle } = part;
  const ratio = devicePixelRatio;
  const inParts = (it: number) => Math.round(it * ratio * PIXEL_PARTS) / PIXEL_PARTS;
  const [x, y] = [inParts(at.x), inParts(at.y)];
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const turned = Math.round(angle * RADIAN_PARTS);
  const middle = scenePoint((x - left) / ratio, (y - top) / ratio);
  const picture = pictureOf(
    context,
    theme,
    `${flightKey(part)} ${turned} ${x - left} ${y - top}`,
    () => around(middle, flightReach(part)),
    (on) => paint(on, middle, turned / RADIAN_PARTS),
  );
  if (picture === null) paint(context);
  else copy(picture, left, top);
}

function copy({ on, image, left, top, ratio }: Picture, x: number, y: number): void {
  const { width, height } = image;
  // What is pale was painted pale.
  on.globalAlpha = 1;
  on.drawImage(image, (x + left) / ratio, (y + top) / ratio, width / ratio, height / ratio);
}

/** The picture of a key, if it has one by now. */
function pictureOf(
  context: Canvas,
  theme: Theme,
  key: string,
  sides: () => Sides,
  paint: PaintKept,
): Picture | null {
  const { pictures, painted, ratio } = keptOf(context, theme);
  const known = pictures.get(key);
  if (known !== undefined) return known;
  const times = painted.get(key) ?? 0;
  if (times < OFTEN) {
    if (painted.size >= MOST) painted.clear();
    painted.set(key, times + 1);
    return null;
  }
  painted.delete(key);
  if (pictures.size >= MOST) pictures.clear();
  const picture = newPicture(context, ratio, sides(), paint);
  pictures.set(key, picture);
  return picture;
}

function keptOf(context: Canvas, theme: Theme): Kept {
  const kept = keptBy.get(context);
  if (kept?.theme === theme && kept.ratio === devicePixelRatio) return kept;
  const fresh: Kept = { theme, ratio: devicePixelRatio, pictures: new Map(), painted: new Map() };
  keptBy.set(context, fresh);
  return fresh;
}

function newPicture(on: Canvas, ratio: number, sides: Sides, paint: PaintKept): Picture {
  const [left, top] = [Math.floor(sides.left * ratio), Math.floor(sides.top * ratio)];
  const image = document.createElement("canvas");
  image.width = Math.ceil(sides.right * ratio) - left;
  image.height = Math.ceil(sides.bottom * ratio) - top;
  const brush = image.getContext("2d");
  if (brush !== null) {
    brush.setTransform(ratio, 0, 0, ratio, -left, -top);
    const { lineCap, lineJoin, textBaseline, globalAlpha } = on;
    Object.assign(brush, { lineCap, lineJoin, textBaseline, globalAlpha });
    paint(brush);
  }
  return { on, image, left, top, ratio };
}

// --- What a part looks like, and the room it takes ---------------------------------------

function groundKey({ center, radius, form, term, timer }: NodeShape): string {
  return `${center.x} ${center.y} ${radius} ${form} ${term} ${timer?.radius}`;
}

function groundSides({ center, radius, timer }: NodeShape): Sides {
  return around(center, (timer?.radius ?? radius) + 2);
}

function wordsKey(words: readonly Label[]): string {
  const keys = words.map(({ text, at, size, tone }) => {
    const hue = tone.kind === "term" ? tone.hue : tone.kind;
    return `${text}|${at.x}|${at.y}|${size}|${hue}`;
  });
  return keys.join();
}

function wordsSides(words: readonly Label[]): Sides {
  return words.map(labelSides).reduce(both);
}

function flightKey(flight: PacketShape): string {
  const { tone, scale, body, reply, mark, opacity, duplicate, emphasis } = flight;
  const looks = [...Object.values(tone), ...Object.values(body)];
  return [...looks, scale, reply, mark, opacity, duplicate, emphasis].join(" ");
}

/** With its head, a second outline and the ring around it; four entries are longest. */
function flightReach({ body, scale }: PacketShape): number {
  return (body.kind === "entries" ? 44 : 27) * scale;
}

function around(center: ScenePoint, reach: number): Sides {
  return {
    left: center.x - reach,
    top: center.y - reach,
    right: center.x + reach,
    bottom: center.y + reach,
  };
}

/** A line of text with its halo. */
function labelSides({ text, at, size, align }: Label): Sides {
  const width = text.length * size * LETTER;
  const left = at.x - (align === "left" ? 0 : align === "right" ? width : width / 2);
  return { left: left - HALO, top: at.y - size, right: left + width + HALO, bottom: at.y + size };
}

function both(one: Sides, other: Sides): Sides {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}
