/** Paints text. */

import type { Label } from "./scene.ts";
import type { Surface } from "./surface.ts";
import { colorOf, type Theme } from "./theme.ts";

/** A font as it is set, and as a canvas says it afterwards: browsers leave out a weight of 400. */
interface Font {
  readonly set: string;
  said: string;
}

/** Fonts in use, kept because parsing one costs more than drawing a word. */
const fonts = new Map<string, Font>();

/** Draws a line of text, with a halo in the ground's color where lines may run behind it. */
export function drawLabel(context: Surface, label: Label, theme: Theme, halo = false): void {
  setFont(context, label.size, label.bold, theme);
  context.textAlign = label.align;
  if (halo) {
    context.strokeStyle = theme.paper;
    context.lineWidth = 4;
    context.strokeText(label.text, label.at.x, label.at.y);
  }
  context.fillStyle = colorOf(label.tone, theme);
  context.fillText(label.text, label.at.x, label.at.y);
}

/** Sets the font if it is another: even the same one, set again, makes a browser compute styles. */
export function setFont(context: Surface, size: number, bold: boolean, theme: Theme): void {
  const key = `${bold ? "b" : "r"}${size}|${theme.font}`;
  let font = fonts.get(key);
  if (font === undefined) {
    font = { set: `${bold ? "600" : "400"} ${size}px ${theme.font}`, said: "" };
    if (fonts.size > 64) fonts.clear();
    fonts.set(key, font);
  }
  if (context.font === font.said) return;
  context.font = font.set;
  font.said = context.font;
}
