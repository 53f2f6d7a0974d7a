/**
 * The run that is compared with the run shown, at the same moment: another branch, or the twin,
 * which has the same actions under other options.
 */

import type { Engine } from "../engine/engine.ts";
import type { Comparison, Frame, View } from "../engine/view.ts";

export interface ComparedRun {
  readonly view: View;
  /** Where the two runs diverge, and how they differ at the moment shown. */
  readonly comparison: Comparison | null;
}

/** Reads from the compared run; afterwards the engine answers for the run shown again. */
export function readComparedRun<T>(engine: Engine, read: (engine: Engine) => T): T {
  engine.lookBeside(true);
  try {
    return read(engine);
  } finally {
    engine.lookBeside(false);
  }
}

export function comparedFrame(engine: Engine): Frame {
  return readComparedRun(engine, (now) => now.frame());
}
