/** The shape of a loaded wasm module, the same for the page's first module and for the full one. */

import type { Engine } from "./engine.ts";

/** The operations that only the full engine has. Its `act` takes an object and names its errors. */
export type FullOperations = Pick<
  Engine,
  | "openScenario"
  | "openKept"
  | "bringBack"
  | "act"
  | "history"
  | "historyVerdict"
  | "choices"
  | "compareBranch"
  | "options"
  | "compareTwin"
  | "lookBeside"
  | "comparison"
  | "saveScenario"
  | "traceLines"
>;

/** A loaded module, with the exported class of its package. */
export interface Module<Playground> {
  readonly playground: Playground;
  /** What only the full module can do; null for the module that a page loads first. */
  readonly full: FullOperations | null;
}
