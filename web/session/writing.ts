/** The command that Write sends: its limit, why it is refused, and what the page suggests. Pure. */

import { countWords } from "../words/format.ts";

/** The engine has the same limit; the page checks it first. */
export const COMMAND_LIMIT = 200;

/** Counts characters as the engine does: 🦀 is one. */
export function lengthOf(command: string): number {
  return Array.from(command).length;
}

/** Suggests the next command, with a value that no suggestion of this run had before. */
export function suggestedWrite(writesSoFar: number): string {
  const keys = ["x", "y", "z"] as const;
  const key = keys[Math.floor(writesSoFar / 3) % keys.length] ?? "x";
  return `SET ${key}=${writesSoFar + 1}`;
}

/** Returns a sentence that says why a command cannot be written, or null when it can. */
export function refusalOf(command: string): string | null {
  if (command.trim() === "") return "Nothing to write: type a command such as SET x=1.";
  const length = lengthOf(command);
  if (length > COMMAND_LIMIT) {
    return `A command holds at most ${COMMAND_LIMIT} characters; this one has ${countWords(length)}.`;
  }
  return null;
}
