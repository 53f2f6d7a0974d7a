/** The cluster in which each seed of a hunt is tried. Pure. */

import { extensionRows } from "../compare/new-run.ts";
import { labNodes, optionPhrases } from "../compare/twin.ts";
import type { RunOptions } from "../engine/view.ts";
import { countOf } from "../words/format.ts";

export type HuntedCluster =
  /** Each seed draws the options of its own cluster. */
  | { readonly kind: "drawn" }
  /** The engine's default cluster with this many nodes. */
  | { readonly kind: "size"; readonly nodes: number }
  /** The cluster of a run, which the link names. */
  | { readonly kind: "like"; readonly options: RunOptions; readonly link: string };

/** Every number of nodes that the engine accepts. */
export const clusterSizes = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** A cluster with a run's options, without its bugs: the rule left out is chosen separately. */
export function clusterLike({ bugs: _, ...options }: RunOptions, link: string): HuntedCluster {
  return { kind: "like", options, link };
}

/** The options without those that switch an extension of Raft on. */
export function withoutExtensions(options: RunOptions): RunOptions {
  const isExtension = (name: string) => extensionRows.some(({ option }) => option === name);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !isExtension(name)));
}

/** Returns the options of every run; null when each seed draws its own. */
export function optionsOfCluster(cluster: HuntedCluster): RunOptions | null {
  if (cluster.kind === "drawn") return null;
  return cluster.kind === "size" ? { nodes: cluster.nodes } : cluster.options;
}

/** Describes a cluster's options in words; options that are not set have the defaults. */
export function optionsWords(options: RunOptions): string {
  const size = countOf(options.nodes ?? labNodes, "node", "nodes");
  return [size, ...optionPhrases(options)].join(", ");
}
