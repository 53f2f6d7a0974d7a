/** Decides whether a new moment would look different from the one drawn. */

import type { Frame } from "../engine/view.ts";
import { movesWithTime } from "./layout.ts";
import type { StageInput } from "./settings.ts";

/** The moment and the input that the canvas shows. */
export interface DrawnMoment {
  readonly frame: Frame;
  readonly input: StageInput;
}

/**
 * Decides whether to draw. All changes but that of the time have a new `input.version`; the time
 * alone matters only while something moves.
 */
export function needsRedraw(drawn: DrawnMoment | null, frame: Frame, input: StageInput): boolean {
  if (drawn === null) return true;
  if (drawn.frame !== frame && drawn.frame.now !== frame.now) {
    if (movesWithTime(frame) || movesWithTime(drawn.frame)) return true;
  }
  if (drawn.frame.packets.length !== frame.packets.length) return true;
  return drawn.input !== input && !sameInput(drawn.input, input);
}

/** What is made anew at each frame, such as a place of the pointer, is compared by what it holds. */
function sameInput(a: StageInput, b: StageInput): boolean {
  const keys = Object.keys(a) as (keyof StageInput)[];
  return keys.every(
    (key) => a[key] === b[key] || JSON.stringify(a[key]) === JSON.stringify(b[key]),
  );
}
