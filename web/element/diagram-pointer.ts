/** Wheel, drag, pinch and press on the diagram, as what they mean: with Shift, a drag selects a stretch. */

/** What a diagram does; places are CSS pixels from its corner. */
export interface PointerDoes {
  /** Zooms by a factor about a place. */
  zoom(x: number, factor: number): void;
  pan(pixels: number): void;
  /** A stretch is being selected; null when that was given up. */
  mark(stretch: readonly [number, number] | null): void;
  /** A stretch was selected, from left to right. */
  select(from: number, until: number): void;
  press(x: number, y: number, isTouch: boolean): void;
  point(x: number, y: number): void;
  leave(): void;
}

/** A pointer that moves less than this has pressed. */
const PRESS_SLACK = 5;
/** Pixels of a wheel that zoom by a factor of e. */
const WHEEL = 300;
/** Pixels of a line, for a wheel that counts lines. */
const LINE = 16;

interface Held {
  readonly startX: number;
  readonly selects: boolean;
  readonly x: number;
  readonly y: number;
}

export class DiagramPointer {
  readonly #does: PointerDoes;
  readonly #held = new Map<number, Held>();
  #moved = false;

  constructor(does: PointerDoes) {
    this.#does = does;
  }

  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
      this.#does.pan(-sideways * scale);
    else this.#does.zoom(placeOf(event).x, Math.exp((-event.deltaY * scale) / WHEEL));
  };

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const { x, y } = placeOf(event);
    if (this.#held.size === 0) this.#moved = false;
    this.#held.set(event.pointerId, { startX: x, selects: event.shiftKey, x, y });
    if (event.currentTarget instanceof Element)
      event.currentTarget.setPointerCapture(event.pointerId);
  };

  readonly move = (event: PointerEvent): void => {
    const place = placeOf(event);
    const held = this.#held.get(event.pointerId);
    if (!held) {
      if (event.pointerType !== "touch") this.#does.point(place.x, place.y);
      return;
    }
    if (Math.abs(place.x - held.startX) > PRESS_SLACK) this.#moved = true;
    const other = [...this.#held].find(([id]) => id !== event.pointerId)?.[1];
    this.#held.set(event.pointerId, { ...held, ...place });
    if (other) this.#pinch(held, place, other);
    else if (held.selects) this.#does.mark(stretchOf(held.startX, place.x));
    else if (this.#moved) this.#does.pan(place.x - held.x);
  };

  /** Two fingers: what lies between them grows with their distance and moves with their middle. */
  #pinch(held: Held, place: { readonly x: number; readonly y: number }, other: Held): void {
    this.#moved = true;
    const before = Math.hypot(held.x - other.x, held.y - other.y);
    const now = Math.hypot(place.x - other.x, place.y - other.y);
    this.#does.pan((place.x - held.x) / 2);
    if (before > 0 && now > 0) this.#does.zoom((place.x + other.x) / 2, now / before);
  }

  readonly up = (event: PointerEvent): void => {
    const held = this.#held.get(event.pointerId);
    this.#held.delete(event.pointerId);
    if (!held || this.#held.size > 0) return;
    if (held.selects) this.#does.mark(null);
    if (!this.#moved) this.#does.press(held.x, held.y, event.pointerType === "touch");
    else if (held.selects) this.#does.select(...stretchOf(held.startX, held.x));
  };

  readonly cancel = (event: PointerEvent): void => {
    this.#held.delete(event.pointerId);
    this.#does.mark(null);
  };

  readonly leave = (): void => {
    if (this.#held.size === 0) this.#does.leave();
  };
}

function stretchOf(one: number, other: number): readonly [number, number] {
  return [Math.min(one, other), Math.max(one, other)];
}

function placeOf(event: MouseEvent): { readonly x: number; readonly y: number } {
  const { currentTarget } = event;
  const box = currentTarget instanceof Element ? currentTarget.getBoundingClientRect() : null;
  return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
}
