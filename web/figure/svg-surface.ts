/** Writes down what is painted as SVG: the same drawing code makes the page and the figure. */

import type { PartKind, Surface } from "../stage/surface.ts";

/** Left out of a number: pictures stay small, and equal on every machine. */
const PLACES = 100;

interface Pen {
  fillStyle: Surface["fillStyle"];
  strokeStyle: Surface["strokeStyle"];
  lineWidth: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
}

interface Kept {
  readonly pen: Pen;
  readonly dash: readonly number[];
  readonly moves: string;
  /** How many groups were open. */
  readonly depth: number;
}

/** Names the parts of a picture for those who hear it: "Node 1 crashed". */
export type NameOf = (kind: PartKind, id: number) => string;

export class SvgSurface implements Surface {
  fillStyle: Surface["fillStyle"] = "#000";
  strokeStyle: Surface["strokeStyle"] = "#000";
  lineWidth = 1;
  lineCap: CanvasLineCap = "butt";
  lineJoin: CanvasLineJoin = "miter";
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";

  readonly #nameOf: NameOf;
  /** Before the names that elements refer to, so that several pictures fit into one. */
  readonly #prefix: string;
  readonly #written: string[] = [];
  readonly #kept: Kept[] = [];
  #dash: readonly number[] = [];
  #moves = "";
  #path = "";
  #depth = 0;
  #clips = 0;

  constructor(prefix: string, nameOf: NameOf = () => "") {
    this.#prefix = prefix;
    this.#nameOf = nameOf;
  }

  /** The elements that were painted, from back to front. */
  get elements(): string {
    return this.#written.join("") + "</g>".repeat(this.#depth);
  }

  beginPart(kind: PartKind, id: number): void {
    const name = this.#nameOf(kind, id);
    const title = name === "" ? "" : `<title>${escaped(name)}</title>`;
    this.#written.push(`<g data-${kind}="${id}">${title}`);
  }

  endPart(): void {
    this.#written.push("</g>");
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin } = this;
    const { globalAlpha, font, textAlign, textBaseline } = this;
    const stroke = { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin };
    const pen = { ...stroke, globalAlpha, font, textAlign, textBaseline };
    this.#kept.push({ pen, dash: this.#dash, moves: this.#moves, depth: this.#depth });
  }

  restore(): void {
    const kept = this.#kept.pop();
    if (kept === undefined) return;
    Object.assign(this, kept.pen);
    this.#dash = kept.dash;
    this.#moves = kept.moves;
    this.#written.push("</g>".repeat(this.#depth - kept.depth));
    this.#depth = kept.depth;
  }

  translate(x: number, y: number): void {
    this.#moves += `translate(${n(x)} ${n(y)})`;
  }

  rotate(angle: number): void {
    this.#moves += `rotate(${n((angle * 180) / Math.PI)})`;
  }

  scale(x: number, y: number): void {
    this.#moves += `scale(${n(x)} ${n(y)})`;
  }

  setLineDash(dash: Iterable<number>): void {
    this.#dash = [...dash];
  }

  // --- Paths ----------------------------------------------------------------------------

  beginPath(): void {
    this.#path = "";
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${n(x)} ${n(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === "" ? "M" : "L"}${n(x)} ${n(y)}`;
  }

  closePath(): void {
    this.#path += "Z";
  }

  arc(x: number, y: number, radius: number, from: number, until: number, back = false): void {
    this.ellipse(x, y, radius, radius, 0, from, until, back);
  }

  ellipse(
    x: number,
    y: number,
    radiusX: number,
    radiusY: number,
    turn: number,
    from: number,
    until: number,
    back = false,
  ): void {
    const at = (angle: number) => {
      const [dx, dy] = [radiusX * Math.cos(angle), radiusY * Math.sin(angle)];
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
      return { x: x + dx * cos - dy * sin, y: y + dx * sin + dy * cos };
    };
    const round = 2 * Math.PI;
    const asked = back ? from - until : until - from;
    const sweep = asked >= round ? round : ((asked % round) + round) % round;
    const start = at(from);
    this.lineTo(start.x, start.y);
    // One arc cannot lead back to where it began: a whole turn is two halves.
    const pieces = sweep > Math.PI ? 2 : 1;
    for (let piece = 1; piece <= pieces; piece += 1) {
      const end = at(from + (((back ? -1 : 1) * sweep) / pieces) * piece);
      const radii = `${n(radiusX)} ${n(radiusY)} ${n((turn * 180) / Math.PI)}`;
      this.#path += `A${radii} 0 ${back ? 0 : 1} ${n(end.x)} ${n(end.y)}`;
    }
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}Z`;
  }

  roundRect(x: number, y: number, width: number, height: number, radii: unknown = 0): void {
    const r = Math.min(Number(radii), width / 2, height / 2);
    const corner = (dx: number, dy: number) => `a${n(r)} ${n(r)} 0 0 1 ${n(dx)} ${n(dy)}`;
    const [across, down] = [width - 2 * r, height - 2 * r];
    this.#path +=
      `M${n(x + r)} ${n(y)}h${n(across)}${corner(r, r)}v${n(down)}${corner(-r, r)}` +
      `h${n(-across)}${corner(-r, -r)}v${n(-down)}${corner(r, -r)}Z`;
  }

  /** Until the next `restore`, only what lies within the path is seen. */
  clip(): void {
    this.#clips += 1;
    const id = `${this.#prefix}-${this.#clips}`;
    const shape = `<path d="${this.#path}"${this.#moved}/>`;
    this.#written.push(`<clipPath id="${id}">${shape}</clipPath><g clip-path="url(#${id})">`);
    this.#depth += 1;
  }

  fill(): void {
    this.#shape(this.#path, this.#filled);
  }

  stroke(): void {
    this.#shape(this.#path, this.#stroked);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#shape(rectangle(x, y, width, height), this.#filled);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#shape(rectangle(x, y, width, height), this.#stroked);
  }

  /** A figure begins empty. */
  clearRect(): void {}

  #shape(path: string, paint: string): void {
    if (path !== "") this.#written.push(`<path d="${path}"${paint}${this.#moved}/>`);
  }

  // --- Words ----------------------------------------------------------------------------

  fillText(text: string, x: number, y: number): void {
    this.#text(text, x, y, this.#filled);
  }

  strokeText(text: string, x: number, y: number): void {
    this.#text(text, x, y, this.#stroked);
  }

  #text(text: string, x: number, y: number, paint: string): void {
    if (text === "") return;
    const [, weight = "400", size = "10", family = "sans-serif"] =
      /^(?:(\d+|bold) )?([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const font = ` font-size="${size}" font-family="${escaped(family)}"${weight === "400" ? "" : ` font-weight="${weight}"`}`;
    const anchor = anchors[this.textAlign];
    // Baselines in numbers, since programs differ in what they make of their names.
    const down = Number(size) * (drops[this.textBaseline] ?? 0);
    this.#written.push(
      `<text x="${n(x)}" y="${n(y + down)}"${font}${anchor}${paint}${this.#moved}>${escaped(text)}</text>`,
    );
  }

  // --- Looks ----------------------------------------------------------------------------

  get #filled(): string {
    return ` fill="${String(this.fillStyle)}"${this.#faded}`;
  }

  get #stroked(): string {
    const dash =
      this.#dash.length === 0 ? "" : ` stroke-dasharray="${this.#dash.map(n).join(" ")}"`;
    const cap = this.lineCap === "butt" ? "" : ` stroke-linecap="${this.lineCap}"`;
    const join = this.lineJoin === "miter" ? "" : ` stroke-linejoin="${this.lineJoin}"`;
    return ` fill="none" stroke="${String(this.strokeStyle)}" stroke-width="${n(this.lineWidth)}"${dash}${cap}${join}${this.#faded}`;
  }

  get #faded(): string {
    return this.globalAlpha >= 1 ? "" : ` opacity="${n(this.globalAlpha)}"`;
  }

  get #moved(): string {
    return this.#moves === "" ? "" : ` transform="${this.#moves}"`;
  }
}

const anchors: Readonly<Record<CanvasTextAlign, string>> = {
  start: "",
  left: "",
  center: ' text-anchor="middle"',
  end: ' text-anchor="end"',
  right: ' text-anchor="end"',
};

/** How far below the point a line of text stands, as a share of its size. */
const drops: Readonly<Partial<Record<CanvasTextBaseline, number>>> = {
  top: 0.8,
  hanging: 0.8,
  middle: 0.35,
  bottom: -0.2,
};

function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}Z`;
}

function n(value: number): string {
  return String(Math.round(value * PLACES) / PLACES);
}

const signs: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** A text as it stands in XML, which has no place for most control characters. */
export function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const printable = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
  return printable.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}
