/**
 * The ring on its canvas.
 *
 * What a page imports, and from where:
 *
 * - `stage.ts`: `Stage`, which owns the canvas: size, pixel ratio, redraw only when
 *   something changed, pointer events to hits.
 * - `settings.ts`: `StageInput` and `calmInput`, what the page tells the stage.
 * - `hit.ts`: `Hit`, `hitTest`, `sameHit`.
 * - `cutting.ts`: `groupsCutByLine`, for a partition drawn by hand.
 * - `scene.ts`: the types of the picture. `stage.scene.nodes[i].center` and `.radius` are
 *   CSS pixels from the canvas' top left corner; put the real buttons there.
 * - `layout.ts`: `layout`, pure, for tests and for pictures without a canvas.
 *
 * Colors come from CSS custom properties that the canvas inherits: see `theme.ts`.
 *
 * ```ts
 * const stage = new Stage(canvas, requestFrame);
 * stage.update(engine.frame(), { ...calmInput, version: view.version, groups: view.groups });
 * const hit = stage.hitAt(pointerEvent);
 * ```
 */

import type { Frame } from "../engine/view.ts";
import { draw } from "./draw.ts";
import { type Hit, hitTest } from "./hit.ts";
import { layout } from "./layout.ts";
import { type ScenePoint, type ScreenPoint, scenePoint, screenPoint } from "./point.ts";
import { type DrawnMoment, needsRedraw } from "./redraw.ts";
import type { Scene } from "./scene.ts";
import type { StageInput } from "./settings.ts";
import { readTheme, type Theme } from "./theme.ts";

export class Stage {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #observer: ResizeObserver;
  #theme: Theme;
  #drawn: DrawnMoment | null = null;
  #scene: Scene | null = null;
  /** CSS pixels; 0 until the canvas has been measured. */
  #width = 0;
  #height = 0;
  #pixelRatio = 1;

  /** `onResize` is called when the canvas has a new size and wants an `update`. */
  constructor(canvas: HTMLCanvasElement, onResize: () => void) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("This browser gives no canvas to draw on.");
    this.#canvas = canvas;
    this.#context = context;
    this.#theme = readTheme(canvas);
    this.#observer = new ResizeObserver(() => {
      if (this.#measure()) onResize();
    });
    this.#observer.observe(canvas);
    this.#measure();
  }

  /** The scene drawn last; null before the first `update`. */
  get scene(): Scene | null {
    return this.#scene;
  }

  /** Shows this moment. Draws only when the picture changes; returns whether it drew. */
  update(frame: Frame, input: StageInput): boolean {
    if (this.#pixelRatio !== devicePixelRatio) this.#measure();
    if (this.#width === 0 || this.#height === 0) return false;
    if (!needsRedraw(this.#drawn, frame, input)) return false;
    this.#drawn = { frame, input };
    this.#scene = layout(frame, { ...input, width: this.#width, height: this.#height });
    this.#context.setTransform(this.#pixelRatio, 0, 0, this.#pixelRatio, 0, 0);
    draw(this.#context, this.#scene, this.#theme);
    return true;
  }

  /** Returns the point on the stage of a pointer event. */
  pointOf(event: { readonly clientX: number; readonly clientY: number }): ScenePoint {
    return this.#toScene(screenPoint(event.clientX, event.clientY));
  }

  /** Returns what is under a pointer event; null on the empty stage. */
  hitAt(event: { readonly clientX: number; readonly clientY: number }): Hit | null {
    return this.#scene === null ? null : hitTest(this.#scene, this.pointOf(event));
  }

  /** Reads the colors again, after a change of theme. */
  refreshTheme(): void {
    this.#theme = readTheme(this.#canvas);
    this.#drawn = null;
  }

  dispose(): void {
    this.#observer.disconnect();
  }

  #toScene(point: ScreenPoint): ScenePoint {
    const box = this.#canvas.getBoundingClientRect();
    return scenePoint(point.x - box.left, point.y - box.top);
  }

  /** Fits the canvas' pixels to its size on the page; returns whether that has changed. */
  #measure(): boolean {
    const width = Math.round(this.#canvas.clientWidth);
    const height = Math.round(this.#canvas.clientHeight);
    const pixelRatio = devicePixelRatio;
    const same =
      width === this.#width && height === this.#height && pixelRatio === this.#pixelRatio;
    if (same) return false;
    this.#width = width;
    this.#height = height;
    this.#pixelRatio = pixelRatio;
    this.#canvas.width = Math.round(width * pixelRatio);
    this.#canvas.height = Math.round(height * pixelRatio);
    this.#drawn = null;
    return true;
  }
}
