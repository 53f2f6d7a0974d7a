/** Converts a run's options to the values of the twin's form, and back. Pure. */

import type { RunOptions } from "../engine/view.ts";
import lab from "./lab.json" with { type: "json" };

/** Every value as people type it: milliseconds and percent. */
export interface TwinDraft {
  readonly timeoutLeast: number;
  readonly timeoutMost: number;
  readonly heartbeat: number;
  readonly latencyLeast: number;
  readonly latencyMost: number;
  readonly loss: number;
  readonly duplicate: number;
  readonly blankEntry: boolean;
  /** Names of the rules that are left out. */
  readonly bugs: readonly string[];
}

/**
 * The engine's defaults for options that a run does not set. A test of `raft-check` writes them to
 * `lab.json`, because the page needs them before it has fetched the engine.
 */
export const labNodes = lab.nodes;
export const labDraft: TwinDraft = {
  timeoutLeast: lab.election_timeout_ms[0] ?? 0,
  timeoutMost: lab.election_timeout_ms[1] ?? 0,
  heartbeat: lab.heartbeat_ms,
  latencyLeast: lab.latency_ms[0] ?? 0,
  latencyMost: lab.latency_ms[1] ?? 0,
  loss: 0,
  duplicate: 0,
  blankEntry: lab.blank_entry,
  bugs: [],
};

export function draftOf(options: RunOptions): TwinDraft {
  const { election_timeout_ms: timeout, latency_ms: latency } = options;
  return {
    timeoutLeast: timeout?.[0] ?? labDraft.timeoutLeast,
    timeoutMost: timeout?.[1] ?? labDraft.timeoutMost,
    heartbeat: options.heartbeat_ms ?? labDraft.heartbeat,
    latencyLeast: latency?.[0] ?? labDraft.latencyLeast,
    latencyMost: latency?.[1] ?? labDraft.latencyMost,
    loss: percentOf(options.loss),
    duplicate: percentOf(options.duplicate),
    blankEntry: options.blank_entry ?? false,
    bugs: options.bugs ?? [],
  };
}

/** Returns the run's own options with the draft's changes; unchanged ones stay as written. */
export function optionsOf(draft: TwinDraft, own: RunOptions): RunOptions {
  const was = draftOf(own);
  const percent = (value: number) => `${Math.round(value * 100)}/10000`;
  return {
    ...own,
    election_timeout_ms: [draft.timeoutLeast, draft.timeoutMost],
    heartbeat_ms: draft.heartbeat,
    latency_ms: [draft.latencyLeast, draft.latencyMost],
    ...(draft.loss !== was.loss && { loss: percent(draft.loss) }),
    ...(draft.duplicate !== was.duplicate && { duplicate: percent(draft.duplicate) }),
    blank_entry: draft.blankEntry,
    bugs: draft.bugs,
  };
}

export function isChanged(draft: TwinDraft, own: RunOptions): boolean {
  return JSON.stringify(draft) !== JSON.stringify(draftOf(own));
}

/** Returns a share in percent: 10 of "1/10", and 0 without a share. */
function percentOf(share: string | undefined): number {
  const [part = 0, whole = 1] = (share ?? "0").split("/").map(Number);
  return Math.round((part / whole) * 10_000) / 100;
}
