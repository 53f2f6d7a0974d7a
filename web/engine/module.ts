/** The shape of a loaded wasm module, the same for the first one and for the full engine. */

import type { Engine } from "./engine.ts";

/** What the full engine adds. Its `act` reads an action as an object, and names what is wrong. */
export type FullOperations = Pick<
  Engine,
  | "openScenario"
  | "act"
  | "setChaos"
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
  /** What else the same playground can do; null for the module that a page loads first. */
  readonly full: FullOperations | null;
}
