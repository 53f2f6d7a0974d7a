/**
 * The actions: their type, and the action line, such as "cut 0 leader", as which the page sends an
 * action to the engine. `scenarios/schema.json` publishes the same actions, and
 * `crates/raft-sim/src/scenario/read/action_line.rs` reads the lines.
 */

import type { DiskConduct, NodeId, Party } from "./values.ts";

/** A node by its number, or by its role at the moment of the action. */
export type Who = NodeId | "leader" | "a_follower";
type Link = readonly [Who, Who];
/** The quickest and the slowest, in milliseconds. */
type Span = readonly [number, number];
/** Whom a client asks: the leader, if missing; "any" is whoever answers. */
type Target = Who | "any";

/**
 * Everything a person can do to the cluster: the same JSON as "do" in scenario files. What the
 * run records are node numbers.
 */
export type Action =
  | { readonly write: string; readonly to?: Target }
  | { readonly read: string; readonly to?: Target }
  | { readonly crash: Who }
  | { readonly restart: NodeId | "all" }
  | { readonly pause: Who }
  | { readonly resume: NodeId | "all" }
  | { readonly timeout: Who }
  | { readonly crash_at_write: Who }
  | { readonly tear_writes: Who; readonly keep: number }
  | { readonly wipe_disk: Who }
  | { readonly disk: DiskConduct; readonly node: Who }
  | { readonly disk_ms: Span; readonly node?: Who }
  | { readonly clock_rate: string; readonly node: Who }
  | { readonly clock_ahead_ms: number; readonly node: Who }
  | { readonly clock_back_ms: number; readonly node: Who }
  | { readonly workload: WorkloadOptions | "off" }
  | { readonly chaos: ChaosOptions | "off" }
  /** The leader is asked when `from` is missing. */
  | { readonly transfer: Who; readonly from?: Who }
  /** A client asks for a change of the membership. */
  | { readonly add_server: Who; readonly to?: Target }
  | { readonly add_learner: Who; readonly to?: Target }
  | { readonly remove_server: Who; readonly to?: Target }
  /** A client asks for these voters, all at once. */
  | { readonly change_membership: readonly Who[]; readonly to?: Target }
  | { readonly partition: readonly (readonly Who[] | "the_rest")[] }
  | { readonly isolate: Who }
  | { readonly cut: Link }
  | { readonly uncut: Link }
  | "heal"
  /** With `node`: all links of this node, in place of one link. */
  | { readonly latency_ms: Span; readonly link?: Link; readonly node?: Who }
  | { readonly loss: string; readonly link?: Link }
  | { readonly duplication: string; readonly link?: Link }
  | { readonly drop: MessageName }
  | { readonly deliver: MessageName }
  | { readonly duplicate: MessageName }
  | { readonly delay: MessageName & { readonly by_ms: number } };

type FieldOf<A> = A extends object ? keyof A : never;
/** The field by which an action is known. */
export type ActionName = Exclude<FieldOf<Action>, "to" | "link" | "node" | "keep" | "from">;

/** The actions that only the full engine can do: a page begins with a module without them. */
const lateActions = [
  "crash_at_write",
  "tear_writes",
  "wipe_disk",
  "disk",
  "disk_ms",
  "clock_rate",
  "clock_ahead_ms",
  "clock_back_ms",
  "workload",
  "chaos",
  "latency_ms",
  "loss",
  "duplication",
  "transfer",
  "add_server",
  "add_learner",
  "remove_server",
  "change_membership",
] as const satisfies readonly ActionName[];
type LateActionName = (typeof lateActions)[number];

/** Whether only the full engine can do an action; a message named by its kind is such, too. */
export function takesFullEngine(action: Action): boolean {
  const fields = Object(action) as Readonly<Record<string, unknown>>;
  return (
    lateActions.some((name) => Object.hasOwn(fields, name)) ||
    Object.values(fields).some((value) => fieldsOf(value)?.kind !== undefined)
  );
}

/** A workload as scenario files write it; missing fields have their defaults. */
export interface WorkloadOptions {
  readonly per_second?: number;
  /** A share, such as "1/2". */
  readonly reads?: string;
  readonly keys?: number;
  readonly clients?: number;
}

/** Chaos as scenario files write it; missing fields have their defaults. */
export interface ChaosOptions {
  readonly per_minute?: number;
  /** Whether disks keep what they have confirmed, as Raft assumes. */
  readonly assumptions?: "kept" | "broken";
}

/** A message under way: the nth (from 0) ever sent from one end to the other, or the newest. */
export interface MessageName {
  readonly from: Who | "client";
  readonly to: Who | "client";
  readonly nth: number | "newest";
  /** Its kind in scenario files, such as "append_entries": with it, `nth` must be "newest". */
  readonly kind?: string;
  /** 0, if missing: what the sender sent; 1, 2, … for the copies made of it on the way. */
  readonly copy?: number;
}

/** The same by numbers alone, as the run records it. */
export interface PacketName extends MessageName {
  readonly from: Party;
  readonly to: Party;
  readonly nth: number;
}

/** Writes a value in words; null when the value is not allowed there. */
type Writer = (value: unknown) => string | null;

/** Returns the line of words for an action that every module can do; null for anything else. */
export function wordsOf(action: Action): string | null {
  if (action === "heal") return action;
  const fields = fieldsOf(action);
  const isName = (key: string): key is keyof typeof writers => Object.hasOwn(writers, key);
  const name = Object.keys(fields ?? {}).find(isName);
  return name === undefined ? null : joined([name, writers[name](fields)]);
}

const numeral: Writer = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? String(value) : null;
const text: Writer = (value) => (typeof value === "string" ? value : null);
const oneOf =
  (words: readonly string[], otherwise: Writer = () => null): Writer =>
  (value) =>
    words.includes(value as string) ? (value as string) : otherwise(value);
const pair =
  (each: Writer): Writer =>
  (value) =>
    Array.isArray(value) && value.length === 2 ? joined(value.map(each)) : null;
/** Writes `usual` for a missing value. */
const optional =
  (write: Writer, usual = ""): Writer =>
  (value) =>
    value === undefined ? usual : write(value);
/** Writes the fields of an object in this order; null when it has any other field. */
const record =
  (fieldWriters: Readonly<Record<string, Writer>>): Writer =>
  (value) => {
    const fields = fieldsOf(value);
    if (!fields || Object.keys(fields).some((key) => !Object.hasOwn(fieldWriters, key)))
      return null;
    return joined(Object.entries(fieldWriters).map(([key, write]) => write(fields[key])));
  };

const who = oneOf(["leader", "a_follower"], numeral);
const target = optional(oneOf(["any"], who), "leader");
const stopped = oneOf(["all"], numeral);
const end = oneOf(["client"], who);
const link = pair(who);
const message = {
  from: end,
  to: end,
  nth: oneOf(["newest"], numeral),
  copy: optional(numeral, "0"),
};
const groups: Writer = (value) => {
  if (!Array.isArray(value) || value.length === 0) return null;
  const named = value.flat();
  if (new Set(named).size < named.length) return null;
  const members = value.map((group: unknown) =>
    group === "the_rest"
      ? group
      : Array.isArray(group) && group.length > 0
        ? joined(group.map(who))
        : null,
  );
  return members.includes(null) ? null : members.join(" | ");
};

/**
 * For each action the values that follow its name, in the order in which the Rust reader asks for
 * them. A text comes last, since it may have spaces of its own.
 */
const writers: Readonly<Record<Exclude<ActionName, LateActionName>, Writer>> = {
  write: record({ to: target, write: text }),
  read: record({ to: target, read: text }),
  crash: record({ crash: who }),
  restart: record({ restart: stopped }),
  pause: record({ pause: who }),
  resume: record({ resume: stopped }),
  timeout: record({ timeout: who }),
  partition: record({ partition: groups }),
  isolate: record({ isolate: who }),
  cut: record({ cut: link }),
  uncut: record({ uncut: link }),
  drop: record({ drop: record(message) }),
  deliver: record({ deliver: record(message) }),
  duplicate: record({ duplicate: record(message) }),
  delay: record({ delay: record({ ...message, by_ms: numeral }) }),
};

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Joins words with spaces; null if one of them is null. */
function joined(words: readonly (string | null)[]): string | null {
  return words.includes(null) ? null : words.filter((word) => word !== "").join(" ");
}
