/** What is painted on: a canvas, or `figure/svg-surface.ts`, which writes down the same strokes as SVG. */

/** What a shape stands for, in a picture whose parts have names. */
export type PartKind = "message" | "event";

export type Surface = Pick<
  CanvasRenderingContext2D,
  | "fillStyle"
  | "strokeStyle"
  | "lineWidth"
  | "lineCap"
  | "lineJoin"
  | "globalAlpha"
  | "font"
  | "textAlign"
  | "textBaseline"
  | "setLineDash"
  | "save"
  | "restore"
  | "translate"
  | "rotate"
  | "scale"
  | "beginPath"
  | "moveTo"
  | "lineTo"
  | "closePath"
  | "arc"
  | "ellipse"
  | "rect"
  | "roundRect"
  | "clip"
  | "fill"
  | "stroke"
  | "fillRect"
  | "strokeRect"
  | "clearRect"
  | "fillText"
  | "strokeText"
> & {
  /** What is painted from here to `endPart` is this thing. A canvas does not care. */
  beginPart?(kind: PartKind, id: number): void;
  endPart?(): void;
};
