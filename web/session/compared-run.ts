/** What stands beside the run shown: another branch of it, or its twin, at the same moment. */

import type { Engine } from "../engine/engine.ts";
import type { Comparison, Frame, View } from "../engine/view.ts";

export interface ComparedRun {
  readonly view: View;
  /** Where the two part and in what they differ now. */
  readonly comparison: Comparison | null;
}

/** Reads what stands beside the run shown; what is read afterwards is the run shown again. */
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
