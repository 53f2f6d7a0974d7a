/**
 * An action as words in a row, "cut 0 leader": how the page puts it to the module that it loads
 * first. `crates/raft-sim/src/scenario/read/action_line.rs` reads them.
 */

import type { Action } from "./view.ts";

/** The words for a value; null when it is none of those that belong there. */
type Writer = (value: unknown) => string | null;

/** The words for an action; null for anything that is not quite one. */
export function wordsOf(action: Action): string | null {
  if (action === "heal") return action;
  const fields = fieldsOf(action);
  const name = Object.keys(fields ?? {}).find((key) => Object.hasOwn(deeds, key));
  return name === undefined ? null : joined([name, deeds[name]?.(fields) ?? null]);
}

const numeral: Writer = (value) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? String(value) : null;
const text: Writer = (value) => (typeof value === "string" ? value : null);
const ratio: Writer = (value) =>
  typeof value === "string" && /^\d+(\/\d+)?$/.test(value) ? value : null;
const oneOf =
  (words: readonly string[], otherwise: Writer = () => null): Writer =>
  (value) =>
    words.includes(value as string) ? (value as string) : otherwise(value);
const pair =
  (each: Writer): Writer =>
  (value) =>
    Array.isArray(value) && value.length === 2 ? joined(value.map(each)) : null;
/** In place of what is missing stands `usual`. */
const optional =
  (write: Writer, usual = ""): Writer =>
  (value) =>
    value === undefined ? usual : write(value);
/** The fields of an object, in this order, and nothing else. */
const record =
  (writers: Readonly<Record<string, Writer>>): Writer =>
  (value) => {
    const fields = fieldsOf(value);
    if (!fields || Object.keys(fields).some((key) => !Object.hasOwn(writers, key))) return null;
    return joined(Object.entries(writers).map(([key, write]) => write(fields[key])));
  };

const who = oneOf(["leader", "a_follower"], numeral);
const target = optional(oneOf(["any"], who), "leader");
const stopped = oneOf(["all"], numeral);
const end = oneOf(["client"], who);
const link = pair(who);
const span = pair(numeral);
const message = {
  from: end,
  to: end,
  nth: oneOf(["newest"], numeral),
  copy: optional(numeral, "0"),
};
const given = optional(numeral, "-");
const workload = record({
  per_second: given,
  reads: optional(ratio, "-"),
  keys: given,
  clients: given,
});
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

/** By the field that names the action; a text comes last. */
const deeds: Readonly<Record<string, Writer>> = {
  write: record({ to: target, write: text }),
  read: record({ to: target, read: text }),
  crash: record({ crash: who }),
  restart: record({ restart: stopped }),
  pause: record({ pause: who }),
  resume: record({ resume: stopped }),
  timeout: record({ timeout: who }),
  crash_at_write: record({ crash_at_write: who }),
  wipe_disk: record({ wipe_disk: who }),
  disk: record({ disk: oneOf(["syncs", "stalls", "lies"]), node: who }),
  disk_ms: record({ disk_ms: span, node: optional(who) }),
  clock_rate: record({ clock_rate: ratio, node: who }),
  workload: record({ workload: oneOf(["off"], workload) }),
  partition: record({ partition: groups }),
  isolate: record({ isolate: who }),
  cut: record({ cut: link }),
  uncut: record({ uncut: link }),
  latency_ms: record({ latency_ms: span, link: optional(link), node: optional(of(who)) }),
  loss: record({ loss: ratio, link: optional(link) }),
  duplication: record({ duplication: ratio, link: optional(link) }),
  drop: record({ drop: record(message) }),
  deliver: record({ deliver: record(message) }),
  duplicate: record({ duplicate: record(message) }),
  delay: record({ delay: record({ ...message, by_ms: numeral }) }),
};

/** "of" before a node, where a link might stand as well. */
function of(write: Writer): Writer {
  return (value) => joined(["of", write(value)]);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Words with one space between two of them; null if one of them is. */
function joined(words: readonly (string | null)[]): string | null {
  return words.includes(null) ? null : words.filter((word) => word !== "").join(" ");
}
