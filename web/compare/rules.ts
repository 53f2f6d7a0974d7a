/** The rules of Raft that a run may break on purpose: those of the gallery, docs/gallery.md. */

import table from "./rules.json" with { type: "json" };

export interface Rule {
  /** As scenario files write it. */
  readonly name: string;
  /** What nodes do without it. */
  readonly title: string;
  /** The rule itself, as an instruction to a node. */
  readonly rule: string;
  /** Where the paper has the rule. */
  readonly source: string;
}

/** The engine's table, in its order: a test of `raft-check` writes the file. */
export const rules: readonly Rule[] = table;
