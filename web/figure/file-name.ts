/** The names of files of figures. */

import type { Microseconds } from "../engine/view.ts";
import { momentWords } from "../words/format.ts";

/** By run and moment, so that two figures of one run do not have one name. */
export function fileName(run: string, at: Microseconds, ending: string): string {
  return `raft-${run}-${momentInName(at)}.${ending}`;
}

/** "11.90s", "1m02.50s": browsers replace a colon in the name of a file. */
function momentInName(at: Microseconds): string {
  const units = ["s", "m", "h"];
  const parts = momentWords(at).replace(" s", "").split(":");
  return parts.map((part, place) => part + units[parts.length - 1 - place]).join("");
}
