/** What the engine counts of a run: its messages and their bytes. */

import type { Microseconds } from "./view.ts";

export interface Cost {
  readonly messages: number;
  readonly bytes: number;
}

export interface CostsView extends Cost {
  /**
   * All messages but those of elections, in thousandths for each write; null where nothing is
   * committed.
   */
  readonly perCommittedWrite: Cost | null;
  /** The messages of elections, in thousandths for each; null where there was none. */
  readonly perElection: Cost | null;
  /** All messages, in thousandths for each second; null for a run of no length. */
  readonly perSecond: Cost | null;
  /** The kinds that were sent. */
  readonly byKind: readonly KindCost[];
  /** The stretches of the plot, all of the same length and in order. */
  readonly from: Microseconds;
  readonly step: Microseconds;
}

export interface KindCost extends Cost {
  /** As scenario files spell it: "append_entries". */
  readonly kind: string;
  /** In each stretch of the plot; stretches without messages at the end are left out. */
  readonly stretches: readonly Cost[];
}
