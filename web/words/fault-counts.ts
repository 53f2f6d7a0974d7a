/** The faults that a run has had so far, in words, to stand beside its verdict. */

import type { FaultCountsView, View } from "../engine/view.ts";
import { countOf } from "./format.ts";

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
export function conditionWords({ options }: Pick<View, "options">): readonly string[] {
  const broken = options.bugs.length;
  return [
    ...(broken === 0 ? [] : [`${countOf(broken, "rule", "rules")} broken on purpose`]),
    ...(options.diskMs[1] === 0 ? [] : ["slow disks"]),
    ...(options.lossPerMille === 0 ? [] : ["messages get lost"]),
    ...(options.duplicatePerMille === 0 ? [] : ["messages arrive twice"]),
  ];
}

/** "in 12 345 checks; 5 crashes, 2 partitions". */
export function checksAndFaults(checks: number, view: Pick<View, "options" | "tried">): string {
  const words = [...conditionWords(view), ...faultCountWords(view.tried)];
  const checked = `in ${countOf(checks, "check", "checks")}`;
  return words.length === 0 ? `${checked}; no fault yet` : `${checked}; ${words.join(", ")}`;
}

/**
 * Whether and how much was tried, in words that are never long: "no fault yet", "3 faults". What is
 * amiss by the options in force counts, too.
 */
export function triedWords(view: Pick<View, "options" | "tried">): string {
  const counts = Object.values(view.tried);
  const faults = counts.reduce((sum, count) => sum + count, conditionWords(view).length);
  return faults === 0 ? "no fault yet" : countOf(faults, "fault", "faults");
}

/** What broke the assumption: "Node 1's disk was wiped at 4.20 s." */
export function assumptionStory(assumption: string): string {
  return /\((.*)\)\.$/s.exec(assumption)?.[1]?.concat(".") ?? assumption;
}

/** The assumption's name alone: "Assumption broken: stable storage". */
export function brokenAssumption({ assumption }: Pick<View, "assumption">): string | null {
  return assumption === null ? null : assumption.replace(/ \(.*$|\.$/s, "");
}
