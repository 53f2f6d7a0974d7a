/**
 * Draws on a canvas at the beginning of the next frame, before anything of the page is changed in it.
 * Text on a canvas makes a browser compute styles and layout at once: in the middle of an update
 * that would be for the parts changed so far, and then again for the others.
 */
export class NextFrame {
  readonly #draw: () => void;
  #asked = 0;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  ask(): void {
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      this.#draw();
    });
  }
}

/** Gives a canvas the pixels for a size in CSS pixels; a canvas that has them is left as it is. */
export function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number): void {
  const [pixelWidth, pixelHeight] = [width, height].map((it) => Math.round(it * devicePixelRatio));
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth ?? 0;
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight ?? 0;
}
