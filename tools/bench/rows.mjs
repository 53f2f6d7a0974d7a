// @ts-check
// The rows that can be measured in both of two checkouts.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * The same thing to measure in this checkout and in the other one.
 * @typedef {object} Row
 * @property {string} group
 * @property {string} name
 * @property {Subject} here
 * @property {Subject} there
 * @property {string} programs A fingerprint of the programs of both sides.
 */

/**
 * @typedef {import("./subjects.mjs").Subject} Subject
 * @typedef {import("./subjects.mjs").Subjects} Subjects
 */

/**
 * Matches the subjects of a group by name.
 * @param {string} group
 * @param {Subjects} here Those of this checkout.
 * @param {Subjects} there Those of the other one.
 * @returns {{ rows: Row[], onlyHere: string[], onlyThere: string[] }}
 */
export function matchRows(group, here, there) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const [name, mine] of here) {
    const other = there.get(name);
    if (!other) continue;
    const programs = fingerprint([...mine.programs, ...other.programs], known);
    rows.push({ group, name, here: mine, there: other, programs });
  }
  return {
    rows,
    onlyHere: [...here.keys()].filter((name) => !there.has(name)),
    onlyThere: [...there.keys()].filter((name) => !here.has(name)),
  };
}

/**
 * A fingerprint that differs whenever one of these files does.
 * @param {string[]} files
 * @param {Map<string, string>} known Those of other rows, which run the same programs.
 */
function fingerprint(files, known) {
  const key = files.join("\0");
  const found = known.get(key);
  if (found) return found;
  const hash = createHash("sha256");
  for (const file of files) hash.update(createHash("sha256").update(readFileSync(file)).digest());
  const made = hash.digest("hex").slice(0, 16);
  known.set(key, made);
  return made;
}
