/** The command that Write sends: its limit, why it is refused, and what the page suggests. Pure. */

import { countWords } from "../words/format.ts";

/** The engine refuses longer commands too; the page says so before it asks. */
export const COMMAND_LIMIT = 200;

/** Characters as people and the engine count them: 🦀 is one. */
export function lengthOf(command: string): number {
  return Array.from(command).length;
}

/** The nth write of a run if nobody types: always a value that was not written before. */
export function suggestedWrite(writesSoFar: number): string {
  const keys = ["x", "y", "z"] as const;
  const key = keys[Math.floor(writesSoFar / 3) % keys.length] ?? "x";
  return `SET ${key}=${writesSoFar + 1}`;
}

/** One sentence when a command cannot be written, or null. */
export function refusalOf(command: string): string | null {
  if (command.trim() === "") return "Nothing to write: type a command such as SET x=1.";
  const length = lengthOf(command);
  if (length > COMMAND_LIMIT) {
    return `A command holds at most ${COMMAND_LIMIT} characters; this one has ${countWords(length)}.`;
  }
  return null;
}
