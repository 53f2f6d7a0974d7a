/** Decides whether a new moment would look different from the one shown. */

import type { Frame } from "../engine/view.ts";
import { sameHit } from "./hit.ts";
import { movesWithTime } from "./layout.ts";
import type { StageDrag, StageInput } from "./settings.ts";

/** What is on the canvas. */
export interface Shown {
  readonly frame: Frame;
  readonly input: StageInput;
}

/** Anything but the time is covered by `input.version`; time alone matters while something moves. */
export function needsRedraw(shown: Shown | null, frame: Frame, input: StageInput): boolean {
  if (shown === null) return true;
  if (shown.frame !== frame && shown.frame.now !== frame.now) {
    if (movesWithTime(frame) || movesWithTime(shown.frame)) return true;
  }
  if (shown.frame.packets.length !== frame.packets.length) return true;
  return shown.input !== input && !sameInput(shown.input, input);
}

function sameInput(a: StageInput, b: StageInput): boolean {
  return (
    a.version === b.version &&
    sameHit(a.selected, b.selected) &&
    sameHit(a.hovered, b.hovered) &&
    a.cuts === b.cuts &&
    a.groups === b.groups &&
    a.afflictions === b.afflictions &&
    a.linkNotes === b.linkNotes &&
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
