/** The shape of a loaded wasm module, the same for the page's first module and for the full one. */

import type { Engine } from "./engine.ts";

/** The operations that only the full engine has, beside `act`, of which the first has a part. */
export const lateOperations = [
  "open",
  "beginOpening",
  "beginOpeningKept",
  "goOnOpening",
  "cancelOpening",
  "jump",
  "marks",
  "nameBranch",
  "removeBranch",
  "undoRemove",
  "openScenario",
  "bringBack",
  "history",
  "diagram",
  "forecast",
  "costs",
  "historyVerdict",
  "choices",
  "compareBranch",
  "options",
  "compareTwin",
  "openTwin",
  "lookBeside",
  "comparison",
  "saveScenario",
  "traceLines",
  "ask",
  "decided",
  "makeHappen",
  "drawnRun",
] as const satisfies readonly (keyof Engine)[];

export type LateOperations = Pick<Engine, (typeof lateOperations)[number]>;
/** What the full module can do. Its `act` takes an object and names its errors. */
export type FullOperations = LateOperations & Pick<Engine, "act">;

/** A loaded module, with the exported class of its package. */
export interface Module<Playground> {
  readonly playground: Playground;
  /** What only the full module can do; null for the module that a page loads first. */
  readonly full: FullOperations | null;
}
