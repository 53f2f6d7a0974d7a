/** The cluster in which each seed of a hunt is tried. Pure. */

import { labNodes, optionPhrases } from "../compare/twin.ts";
import type { RunOptions } from "../engine/view.ts";
import { countOf } from "../words/format.ts";

export type HuntedCluster =
  /** Each seed draws its own. */
  | { readonly kind: "drawn" }
  /** The lab's, with so many nodes. */
  | { readonly kind: "size"; readonly nodes: number }
  /** That of a run, whose link says which. */
  | { readonly kind: "like"; readonly options: RunOptions; readonly link: string };

/** Every size that the engine plays. */
export const clusterSizes = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Which rule is missing is a choice of its own: a cluster like a run's has them all. */
export function clusterLike({ bugs: _, ...options }: RunOptions, link: string): HuntedCluster {
  return { kind: "like", options, link };
}

/** Null: each seed draws them. */
export function optionsOfCluster(cluster: HuntedCluster): RunOptions | null {
  if (cluster.kind === "drawn") return null;
  return cluster.kind === "size" ? { nodes: cluster.nodes } : cluster.options;
}

/** What these options come to: options say only what differs from the lab's. */
export function optionsWords(options: RunOptions): string {
  const size = countOf(options.nodes ?? labNodes, "node", "nodes");
  return [size, ...optionPhrases(options)].join(", ");
}
