/**
 * The form of a new run: what it begins with, the scenario that it stands for, and the field that a
 * refusal of the engine belongs to. Whether values are possible is the engine's to say. Pure.
 */

import lab from "./lab.json" with { type: "json" };
import presets from "./presets.json" with { type: "json" };
import { optionPhrases, optionRows, type TwinDraft } from "./twin.ts";

type Range = readonly [number, number];

/** What Raft may be given beyond its core: each on or off, the way of reading, snapshots, limits. */
export type Extensions = Pick<
  TwinDraft,
  | "blank_entry"
  | "pre_vote"
  | "check_quorum"
  | "leader_stickiness"
  | "parallel_write"
  | "reads"
  | "snapshot_after"
  | "max_entries_per_message"
  | "max_in_flight"
  | "batch_for_ms"
  | "max_uncommitted"
>;

/** Every value as people type it; what is no number is not a number here, too. */
export interface NewRunDraft extends Extensions {
  readonly nodes: number;
  readonly seed: number;
  readonly election_timeout_ms: Range;
  readonly heartbeat_ms: number;
  readonly latency_ms: Range;
  readonly disk_ms: Range;
  /** Percent. */
  readonly loss: number;
  /** Names of the rules that are broken on purpose. */
  readonly bugs: readonly string[];
}

/** A field of the form; its name is that of the scenario file. */
export type Field = keyof NewRunDraft;

/** The fields of the form that take numbers, in order. */
export const figures = [
  { field: "election_timeout_ms", label: "Election timeout", unit: "ms" },
  { field: "heartbeat_ms", label: "Heartbeat", unit: "ms" },
  { field: "latency_ms", label: "Latency", unit: "ms" },
  { field: "disk_ms", label: "Disk", unit: "ms" },
  { field: "loss", label: "Loss", unit: "%" },
] as const satisfies readonly { field: Field; label: string; unit: string }[];

const plain: Extensions = {
  blank_entry: lab.blank_entry,
  pre_vote: false,
  check_quorum: false,
  leader_stickiness: false,
  parallel_write: false,
  reads: "log",
  snapshot_after: 0,
  max_entries_per_message: 0,
  max_in_flight: 0,
  batch_for_ms: 0,
  max_uncommitted: 0,
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

/** The lab's settings in a cluster of this size. */
export function draftOf(nodes: number, seed: number): NewRunDraft {
  return { nodes, seed, ...settingsOf("lab"), disk_ms: [0, 0], loss: 0, bugs: [] };
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
export function scenarioOf({ seed, loss, ...options }: NewRunDraft): string {
  const share = loss === 0 ? {} : { loss: `${Math.round(loss * 100)}/10000` };
  // There are no such options in a run that takes no snapshots and has no limits.
  const unlimited = extensionRows.filter(({ option }) => options[option] === 0);
  const none = Object.fromEntries(unlimited.map(({ option }) => [option, undefined]));
  const given = { ...options, ...none, ...share };
  return JSON.stringify({ format: 1, seed, options: given, until_ms: 0 });
}

/** A refusal of the engine, with the field that it names, if it names one of the form. */
export interface Refusal {
  readonly field: Field | null;
  readonly sentence: string;
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
