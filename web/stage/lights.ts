/** What an event of the diagram lights up in the ring and in the logs. */

import type { NodeId } from "../engine/view.ts";

/** How a node stands to an event of the diagram: its own, or one that led to it or came of it. */
export type NodeLight = "event" | "past" | "future";

export interface Lights {
  readonly nodes: ReadonlyMap<NodeId, NodeLight>;
  /** The indexes that it is about; null for an event about none. */
  readonly entries: { readonly first: number; readonly last: number } | null;
}
