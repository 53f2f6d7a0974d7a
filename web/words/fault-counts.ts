/** The faults that a run has had so far, in words, to stand beside its verdict. Fetched late. */

import type { FaultCountsView, View } from "../engine/view.ts";
import { countOf } from "./format.ts";
import { checkedWords, conditionsOf, NO_FAULT } from "./tried.ts";
import { isDrift } from "./violations.ts";

/** Each kind with its noun, the gravest first. */
const nouns: readonly (readonly [keyof FaultCountsView, string, string])[] = [
  ["brokenDisks", "broken disk", "broken disks"],
  ["crashes", "crash", "crashes"],
  ["partitions", "partition", "partitions"],
  ["pauses", "pause", "pauses"],
  ["cuts", "cut link", "cut links"],
  ["disks", "fault of a disk", "faults of disks"],
  ["clocks", "change of a clock", "changes of clocks"],
  ["networks", "change of the network", "changes of the network"],
  ["messages", "message tampered with", "messages tampered with"],
];

/** Returns "5 crashes", "2 partitions" and so on, without the kinds that did not happen. */
export function faultCountWords(tried: FaultCountsView): readonly string[] {
  return nouns.flatMap(([kind, one, many]) =>
    tried[kind] === 0 ? [] : [countOf(tried[kind], one, many)],
  );
}

/** What is amiss by the options in force, also when no action made it so. */
export function conditionWords(view: Pick<View, "options">): readonly string[] {
  const broken = view.options.bugs.length;
  const words = [
    `${countOf(broken, "rule", "rules")} broken on purpose`,
    "slow disks",
    "messages get lost",
    "messages arrive twice",
  ];
  const holds = conditionsOf(view);
  return words.filter((_, place) => holds[place]);
}

/** "in 12 345 checks; 5 crashes, 2 partitions". */
export function checksAndFaults(checks: number, view: Pick<View, "options" | "tried">): string {
  const words = [...conditionWords(view), ...faultCountWords(view.tried)];
  return `${checkedWords(checks)}; ${words.length === 0 ? NO_FAULT : words.join(", ")}`;
}

/** What Raft still promises once an assumption is broken. */
export function promisesLeft(assumption: string): string {
  return isDrift(assumption)
    ? "From then on a read by a lease may be stale; all else must hold."
    : "From then on Raft promises nothing; what broke after that is no fault of its own.";
}
