/** The question about an entry of the logs. Pure. */

import type { View } from "../engine/view.ts";

/** As the engine reads it, about an entry of a node's log: it may be committed without the node's knowing. */
export function questionOfEntry(node: number, index: number, term: number, view: View): string {
  const most = Math.max(0, ...view.nodes.map((other) => other.commitIndex ?? 0));
  const own = view.nodes.find(({ id }) => id === node)?.commitIndex ?? 0;
  return own < index && index <= most
    ? `known ${node} ${index} ${term}`
    : `commit ${index} ${term}`;
}
