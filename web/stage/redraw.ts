/** Decides whether a new moment would look different from the one drawn. */

import type { Frame } from "../engine/view.ts";
import { sameHit } from "./hit.ts";
import { movesWithTime } from "./layout.ts";
import type { StageDrag, StageInput } from "./settings.ts";

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

function sameInput(a: StageInput, b: StageInput): boolean {
  return (
    a.version === b.version &&
    sameHit(a.selected, b.selected) &&
    sameHit(a.hovered, b.hovered) &&
    a.cuts === b.cuts &&
    a.groups === b.groups &&
    a.faultSigns === b.faultSigns &&
    a.linkNotes === b.linkNotes &&
    a.client === b.client &&
    a.large === b.large &&
    a.requests === b.requests &&
    a.predicted === b.predicted &&
    sameList(a.violating, b.violating) &&
    a.timerFull === b.timerFull &&
    sameDrag(a.drag, b.drag) &&
    a.reducedMotion === b.reducedMotion
  );
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((value, index) => value === b[index]));
}

function sameDrag(a: StageDrag | null, b: StageDrag | null): boolean {
  if (a === null || b === null) return a === b;
  return a.from.x === b.from.x && a.from.y === b.from.y && a.to.x === b.to.x && a.to.y === b.to.y;
}
