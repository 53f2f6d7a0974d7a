/** Jumps to the next or the previous event of a kind: their commands, keys and words. `leaps.ts` does them. */

import type { Direction } from "../engine/view.ts";

/** The kinds of event that have a key: the key alone jumps ahead, with Shift it jumps back. */
const stops = {
  Election: { kind: "leader_elected", key: "e", noun: "election" },
  Commit: { kind: "committed", key: "m", noun: "commit" },
  Crash: { kind: "crashed", key: "x", noun: "crash" },
  Violation: { kind: "violation", key: "v", noun: "violation" },
} as const;
type Stop = keyof typeof stops;

export type JumpName = `${"next" | "previous"}${Stop}`;

export interface Jump {
  readonly name: JumpName;
  /** The kind of event that the engine's `jump` takes. */
  readonly kind: string;
  readonly direction: Direction;
  readonly key: string;
  /** "Next election". */
  readonly label: string;
  /** "election". */
  readonly noun: string;
}

export const jumps: readonly Jump[] = (Object.keys(stops) as Stop[]).flatMap((stop) => {
  const { kind, key, noun } = stops[stop];
  return (["ahead", "back"] as const).map((direction): Jump => {
    const isAhead = direction === "ahead";
    return {
      name: `${isAhead ? "next" : "previous"}${stop}`,
      kind,
      direction,
      key,
      label: `${isAhead ? "Next" : "Previous"} ${noun}`,
      noun,
    };
  });
});

export function isJump(command: string): command is JumpName {
  return jumps.some((jump) => jump.name === command);
}
