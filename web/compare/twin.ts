/**
 * The options that a form offers, one row for each: how it is typed, and how it is said. A twin's
 * form is made of these rows, and so are the words for a cluster. Pure.
 */

import type { Reads, RunOptions } from "../engine/view.ts";
import { countOf, spanWords } from "../words/format.ts";
import lab from "./lab.json" with { type: "json" };

/** What people type for an option: milliseconds, percent, thousandths, yes and no, or a choice. */
interface Values {
  readonly range: readonly [number, number];
  readonly span: number;
  readonly share: number;
  readonly thousandths: number;
  readonly entries: number;
  /** A number of things or milliseconds, and 0 where there is no limit. */
  readonly limit: number;
  readonly switch: boolean;
  readonly reads: Reads;
}
type Kind = keyof Values;

interface OptionRow {
  readonly option: Exclude<keyof RunOptions, "nodes" | "bugs">;
  readonly kind: Kind;
  /** The label in a form. */
  readonly label: string;
  /** The option in a sentence about a cluster. */
  readonly says: (value: string) => string;
  /** Whether that sentence names it even where it is as in the lab. */
  readonly isAlwaysSaid: boolean;
  /** What a limit counts; other kinds have the same unit in every row. */
  readonly unit?: string;
}

/** The rows, in the order of forms and sentences. */
export const optionRows = [
  {
    option: "election_timeout_ms",
    kind: "range",
    label: "Election timeout",
    says: (range) => `election timeout ${range}`,
    isAlwaysSaid: true,
  },
  {
    option: "heartbeat_ms",
    kind: "span",
    label: "Heartbeat",
    says: (span) => `heartbeat ${span}`,
    isAlwaysSaid: true,
  },
  {
    option: "latency_ms",
    kind: "range",
    label: "Latency",
    says: (range) => `latency ${range}`,
    isAlwaysSaid: true,
  },
  {
    option: "disk_ms",
    kind: "range",
    label: "Disk write",
    says: (range) => `disk ${range}`,
    isAlwaysSaid: false,
  },
  {
    option: "loss",
    kind: "share",
    label: "Loss",
    says: (share) => `${share} of messages lost`,
    isAlwaysSaid: false,
  },
  {
    option: "duplicate",
    kind: "share",
    label: "Duplicates",
    says: (share) => `${share} doubled`,
    isAlwaysSaid: false,
  },
  {
    option: "blank_entry",
    kind: "switch",
    label: "Blank entry: a new leader appends one (Raft §8)",
    says: () => "a blank entry at each election",
    isAlwaysSaid: false,
  },
  {
    option: "pre_vote",
    kind: "switch",
    label: "Pre-vote: a node first asks whether it could win (Thesis §9.6)",
    says: () => "pre-vote",
    isAlwaysSaid: false,
  },
  {
    option: "check_quorum",
    kind: "switch",
    label: "Check-quorum: a leader without a majority steps down (Thesis §6.2)",
    says: () => "check-quorum",
    isAlwaysSaid: false,
  },
  {
    option: "leader_stickiness",
    kind: "switch",
    label:
      "Leader stickiness: requests for votes are ignored while a leader is heard (Thesis §4.2.3)",
    says: () => "requests for votes ignored while a leader is heard",
    isAlwaysSaid: false,
  },
  {
    option: "parallel_write",
    kind: "switch",
    label: "Parallel write: a leader sends while its disk writes (Thesis §10.2.1)",
    says: () => "leaders that send while their disks write",
    isAlwaysSaid: false,
  },
  {
    option: "reads",
    kind: "reads",
    label: "Reads (Thesis §6.4)",
    says: (reads) => `reads ${reads}`,
    isAlwaysSaid: false,
  },
  {
    option: "clock_drift_per_mille",
    kind: "thousandths",
    label: "Clock drift: leases allow for clocks apart by at most (Thesis §6.4.1)",
    says: (drift) => `leases that allow for clocks ${drift} apart`,
    isAlwaysSaid: false,
  },
  {
    option: "snapshot_after",
    kind: "entries",
    label: "Snapshots: one after so many applied entries, 0 for never (Raft §7)",
    says: (entries) => `a snapshot after ${entries}`,
    isAlwaysSaid: false,
  },
  {
    option: "membership",
    kind: "switch",
    label: "Membership changes: servers may join and leave (Thesis §4.1)",
    says: () => "members that may change",
    isAlwaysSaid: false,
  },
  {
    option: "max_entries_per_message",
    kind: "limit",
    label: "A message carries at most, 0 for the usual 64",
    says: (entries) => `${entries} entries in a message at most`,
    isAlwaysSaid: false,
    unit: "entries",
  },
  {
    option: "max_in_flight",
    kind: "limit",
    label: "A follower has without an answer at most, 0 for any number (Thesis §10.2.2)",
    says: (messages) => `${messages} unanswered messages to a follower at most`,
    isAlwaysSaid: false,
    unit: "messages",
  },
  {
    option: "batch_for_ms",
    kind: "limit",
    label: "Commands are gathered for, 0 for none (Thesis §10.2.2)",
    says: (ms) => `commands gathered for ${ms} ms`,
    isAlwaysSaid: false,
    unit: "ms",
  },
  {
    option: "max_uncommitted",
    kind: "limit",
    label: "A leader has uncommitted at most, 0 for any number (Raft §8)",
    says: (entries) => `${entries} uncommitted entries at most`,
    isAlwaysSaid: false,
    unit: "entries",
  },
] as const satisfies readonly OptionRow[];

/** The unit of a number, and the step in which it is typed. */
export function unitOf(row: OptionRow): readonly [unit: string, step: number] {
  return row.unit === undefined ? (units[row.kind] ?? ["ms", 1]) : [row.unit, 1];
}

/** For the kinds that have one unit in every row. */
const units: Readonly<Partial<Record<Kind, readonly [unit: string, step: number]>>> = {
  share: ["%", 0.01],
  thousandths: ["in 1000", 1],
  entries: ["entries", 1],
};

type Row = (typeof optionRows)[number];

/** Every value as people type it. */
export type TwinDraft = {
  readonly [R in Row as R["option"]]: Values[R["kind"]];
} & {
  /** Names of the rules that are left out. */
  readonly bugs: readonly string[];
};

/** The ways of reading, with their words in a form and in a sentence. */
export const readWords: Readonly<Record<Reads, readonly [inForm: string, inSentence: string]>> = {
  log: ["through the log, as a command", "through the log"],
  read_index: ["by the leader, after a round", "after a round to a majority"],
  lease: ["by the leader, under its lease", "by a lease"],
  follower: ["by the node that is asked", "at the node that is asked"],
};

function isReads(given: unknown): given is Reads {
  return typeof given === "string" && given in readWords;
}

/** What a form may hold for a row: a draft, before its type is known. */
type AnyValue = Values[Kind];

/**
 * The engine's defaults for options that a run does not set. A test of `raft-check` writes them to
 * `lab.json`, because the page needs them before it has fetched the engine.
 */
export const labNodes = lab.nodes;
const usual: Readonly<Record<string, unknown>> = lab;

/** How each kind of value is typed, is written for the engine, and is said. */
const kinds: {
  readonly [K in Kind]: {
    readonly typed: (given: unknown) => Values[K];
    readonly written: (value: Values[K]) => unknown;
    readonly said: (value: Values[K]) => string;
  };
} = {
  range: {
    typed: (given) => {
      const [least = 0, most = 0] = Array.isArray(given) ? given.map(Number) : [];
      return [least, most];
    },
    written: (range) => range,
    said: spanWords,
  },
  span: { typed: (given) => Number(given ?? 0), written: (span) => span, said: (ms) => `${ms} ms` },
  share: {
    typed: percentOf,
    written: (percent) => `${Math.round(percent * 100)}/10000`,
    said: (percent) => `${percent} %`,
  },
  thousandths: {
    typed: (given) => Number(given ?? 0),
    written: (drift) => drift,
    said: (drift) => `${drift} in 1000`,
  },
  entries: {
    typed: (given) => Number(given ?? 0),
    // There is no such option in a run that takes no snapshots.
    written: (entries) => (entries === 0 ? undefined : entries),
    said: (entries) => countOf(entries, "applied entry", "applied entries"),
  },
  limit: {
    typed: (given) => Number(given ?? 0),
    // There is no such option in a run without the limit.
    written: (limit) => (limit === 0 ? undefined : limit),
    said: String,
  },
  reads: {
    typed: (given) => (isReads(given) ? given : "log"),
    written: (reads) => reads,
    said: (reads) => readWords[reads][1],
  },
  switch: { typed: (given) => given === true, written: (isOn) => isOn, said: () => "" },
};

function typed({ option, kind }: Row, options: RunOptions): AnyValue {
  return kinds[kind].typed(options[option] ?? usual[option]);
}

function written(kind: Kind, value: AnyValue): unknown {
  // The row says which kind it is, which the type of the table cannot follow.
  return (kinds[kind].written as (value: AnyValue) => unknown)(value);
}

function said(kind: Kind, value: AnyValue): string {
  return (kinds[kind].said as (value: AnyValue) => string)(value);
}

export function draftOf(options: RunOptions): TwinDraft {
  const values = optionRows.map((row) => [row.option, typed(row, options)] as const);
  return { ...Object.fromEntries(values), bugs: options.bugs ?? [] } as unknown as TwinDraft;
}

/** The lab's options, as people type them. */
export const labDraft: TwinDraft = draftOf({});

/** The run's own options with what the draft says; what it does not change stays to the letter. */
export function optionsOf(draft: TwinDraft, own: RunOptions): RunOptions {
  const was = draftOf(own);
  const changed = optionRows
    .filter(({ option }) => !isSame(draft[option], was[option]))
    .map(({ option, kind }) => [option, written(kind, draft[option])] as const);
  return { ...own, ...Object.fromEntries(changed), bugs: draft.bugs };
}

export function isChanged(draft: TwinDraft, own: RunOptions): boolean {
  return JSON.stringify(draft) !== JSON.stringify(draftOf(own));
}

/** What these options say in a sentence, row by row: what matters always, and what differs. */
export function optionPhrases(options: RunOptions): readonly string[] {
  return optionRows
    .filter((row) => row.isAlwaysSaid || !isSame(typed(row, options), typed(row, {})))
    .map((row) => row.says(said(row.kind, typed(row, options))));
}

function isSame(one: AnyValue, other: AnyValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** 10 of "1/10"; 0 when nothing is said. */
function percentOf(share: unknown): number {
  const [part = 0, whole = 1] = String(share ?? "0")
    .split("/")
    .map(Number);
  return Math.round((part / whole) * 10_000) / 100;
}
