/**
 * The form of a new run: what it begins with, the scenario that it stands for, and the field that a
 * refusal of the engine belongs to. Whether values are possible is the engine's to say. Pure.
 */

import type { RunOptions } from "../engine/view.ts";
import lab from "./lab.json" with { type: "json" };
import presets from "./presets.json" with { type: "json" };
import {
  draftOf as draftOfOptions,
  labDraft,
  labNodes,
  optionPhrases,
  optionRows,
  optionsOf,
  type TwinDraft,
} from "./twin.ts";

type Range = readonly [number, number];

/** What Raft may be given beyond its core: each on or off, reads, snapshots, clocks, limits. */
export type Extensions = Pick<
  TwinDraft,
  | "blank_entry"
  | "pre_vote"
  | "check_quorum"
  | "leader_stickiness"
  | "parallel_write"
  | "reads"
  | "clock_drift_per_mille"
  | "snapshot_after"
  | "membership"
  | "max_entries_per_message"
  | "max_in_flight"
  | "batch_for_ms"
  | "max_uncommitted"
>;

/** Every value as people type it; what is no number is not a number here, too. */
export type NewRunDraft = TwinDraft & { readonly nodes: number; readonly seed: number };

/** A field of the form; its name is that of the scenario file. */
export type Field = keyof NewRunDraft;

/** The fields of the form that take numbers, in order. */
export const figures = [
  { field: "election_timeout_ms", label: "Election timeout", unit: "ms" },
  { field: "heartbeat_ms", label: "Heartbeat", unit: "ms" },
  { field: "latency_ms", label: "Latency", unit: "ms" },
  { field: "disk_ms", label: "Disk write", unit: "ms" },
  { field: "loss", label: "Loss", unit: "%" },
  { field: "duplicate", label: "Duplicates", unit: "%" },
] as const satisfies readonly { field: Field; label: string; unit: string }[];

const plain: Extensions = {
  blank_entry: labDraft.blank_entry,
  pre_vote: labDraft.pre_vote,
  check_quorum: labDraft.check_quorum,
  leader_stickiness: labDraft.leader_stickiness,
  parallel_write: labDraft.parallel_write,
  reads: labDraft.reads,
  clock_drift_per_mille: labDraft.clock_drift_per_mille,
  snapshot_after: labDraft.snapshot_after,
  membership: labDraft.membership,
  max_entries_per_message: labDraft.max_entries_per_message,
  max_in_flight: labDraft.max_in_flight,
  batch_for_ms: labDraft.batch_for_ms,
  max_uncommitted: labDraft.max_uncommitted,
};

/** The extensions of the form, as a twin's form words them. */
export const extensionRows = optionRows.filter((row): row is ExtensionRow => row.option in plain);
type ExtensionRow = Extract<(typeof optionRows)[number], { readonly option: keyof Extensions }>;

/** In words, which extensions are not as in the lab. */
export function extensionWords(draft: NewRunDraft): readonly string[] {
  const usual = optionPhrases({});
  const chosen = Object.fromEntries(extensionRows.map(({ option }) => [option, draft[option]]));
  return optionPhrases(chosen).filter((phrase) => !usual.includes(phrase));
}

/**
 * The settings known by name: timings as the engine has them, and what the project switches on by
 * default (docs/implementations.md says where it does). The lab's are those of a fresh run.
 */
export const presetNames = {
  lab: "The lab: slow enough to watch",
  data_centre: "A data centre (Raft §9.3)",
  etcd: "etcd's defaults",
  consul: "Consul's defaults",
} as const;
export type PresetName = keyof typeof presetNames;

const switchedOn: Readonly<Record<PresetName, Partial<Extensions>>> = {
  lab: {},
  data_centre: {},
  etcd: {
    blank_entry: true,
    pre_vote: true,
    check_quorum: true,
    leader_stickiness: true,
    parallel_write: true,
    reads: "read_index",
  },
  consul: {
    blank_entry: true,
    pre_vote: true,
    check_quorum: true,
    leader_stickiness: true,
    reads: "lease",
  },
};

type Settings = Pick<NewRunDraft, "election_timeout_ms" | "heartbeat_ms" | "latency_ms"> &
  Extensions;

function settingsOf(name: PresetName): Settings {
  const { election_timeout_ms, heartbeat_ms, latency_ms } = name === "lab" ? lab : presets[name];
  return {
    ...plain,
    ...switchedOn[name],
    election_timeout_ms: pair(election_timeout_ms),
    heartbeat_ms,
    latency_ms: pair(latency_ms),
  };
}

function pair([least = 0, most = 0]: readonly number[]): Range {
  return [least, most];
}

/** A run with these options, those of the run shown; what they leave out is as in the lab. */
export function draftOf(options: RunOptions, seed: number): NewRunDraft {
  return { nodes: options.nodes ?? labNodes, seed, ...draftOfOptions(options) };
}

export function withPreset(draft: NewRunDraft, name: PresetName): NewRunDraft {
  return { ...draft, ...settingsOf(name) };
}

/** The preset whose settings the draft has, or null. */
export function presetOf(draft: NewRunDraft): PresetName | null {
  const names = Object.keys(presetNames) as PresetName[];
  const has = (name: PresetName) =>
    JSON.stringify({ ...draft, ...settingsOf(name) }) === JSON.stringify(draft);
  return names.find(has) ?? null;
}

/** The scenario file of the run: nothing has happened in it yet. */
export function scenarioOf({ seed, nodes, ...draft }: NewRunDraft): string {
  const options = { nodes, ...optionsOf(draft, {}) };
  return JSON.stringify({ format: 1, seed, options, until_ms: 0 });
}

/** A refusal of the engine, with the field that it names, if it names one of the form. */
export interface Refusal {
  readonly field: Field | null;
  readonly sentence: string;
}

/**
 * What is no value at all, in the words of the form: the engine speaks of files. The rest is the
 * engine's to say.
 */
export function complaintOf(draft: NewRunDraft): Refusal | null {
  const isTyped = (value: unknown) => [value].flat().every((each) => !Number.isNaN(each));
  const empty = fields.find((field) => !isTyped(draft[field]));
  if (empty !== undefined) {
    const usual = [{ nodes: labNodes, seed: 1, ...labDraft }[empty]].flat().join(" to ");
    return {
      field: empty,
      sentence: `Nothing is typed here: expected a number, such as ${usual}.`,
    };
  }
  for (const field of ["loss", "duplicate"] as const) {
    const percent = draft[field];
    if (percent < 0 || percent > 100)
      return { field, sentence: `Expected 0 to 100 percent of the messages, found ${percent}.` };
  }
  return null;
}

/** What such a run will not do, which may be what it is for. */
export function warningsOf(draft: NewRunDraft): readonly string[] {
  const { nodes, loss, heartbeat_ms, election_timeout_ms } = draft;
  const warnings: string[] = [];
  if (nodes > 1 && loss >= 100)
    warnings.push("With all messages lost, no node can get a majority of votes.");
  if (nodes > 1 && heartbeat_ms >= election_timeout_ms[0])
    warnings.push(
      `A heartbeat only every ${heartbeat_ms} ms, with election timeouts from ${election_timeout_ms[0]} ms: followers seek votes while a leader is there.`,
    );
  return warnings;
}

/** Reads the refusal of a scenario: "options.heartbeat_ms: expected …, found 0." */
export function refusalOf(sentence: string): Refusal {
  const [, place, found] = /^(?:options\.)?(\w+)(?:\[\d+\])?: (expected .*)$/s.exec(sentence) ?? [];
  const field = fields.find((name) => name === place) ?? null;
  if (field === null || found === undefined) return { field: null, sentence };
  return { field, sentence: `${found.charAt(0).toUpperCase()}${found.slice(1)}` };
}

const fields: readonly Field[] = [
  "nodes",
  "seed",
  "bugs",
  ...figures.map(({ field }) => field),
  ...extensionRows.map(({ option }) => option),
];
