/** The options of a twin as a form shows them, and back. Pure. */

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
 * What a run has where its options say nothing: the engine's defaults, which a test of `raft-check`
 * writes down. The page has to know them before it has fetched the engine.
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

/** The run's own options with what the draft says; what it does not change stays to the letter. */
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

/** 10 of "1/10"; 0 when nothing is said. */
function percentOf(share: string | undefined): number {
  const [part = 0, whole = 1] = (share ?? "0").split("/").map(Number);
  return Math.round((part / whole) * 10_000) / 100;
}
