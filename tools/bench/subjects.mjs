// @ts-check
// What of a checkout can be measured against another one.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { underOnePath } from "./alias.mjs";
import { openCases, TARGETS } from "./cases.mjs";
import {
  buildHunters,
  CLUSTERS,
  commandLine,
  hunterScript,
  huntInWasm,
  huntNatively,
} from "./hunters.mjs";

/** CPU seconds for which a case runs, and seeds that a hunt takes. */
const SLICE = { seconds: 0.05, seeds: 500 };
/** Seconds that a slice takes, roughly, with what is made while the clock stands still. */
const DURATION = { case: 0.1, native: 0.2, wasm: 0.5 };

/**
 * One thing to measure in one checkout.
 * @typedef {object} Subject
 * @property {() => number | Promise<number>} speed How much is done per CPU second, in one short slice.
 * @property {string[]} programs The files that do it.
 * @property {number} duration Seconds that a slice takes, roughly.
 */

/**
 * @typedef {import("./checkout.mjs").Checkout} Checkout
 * @typedef {Map<string, Subject>} Subjects By name, which is the same in every checkout.
 */

/**
 * Builds what some groups need of a checkout. Throws a sentence if that fails.
 * @param {Checkout} checkout
 * @param {readonly string[]} groups
 * @returns {Map<string, Subjects>} The subjects of each group.
 */
export function openSubjects(checkout, groups) {
  /** @type {Map<string, Subjects>} */
  const opened = new Map();
  const withCases = groups.filter((group) => group !== "hunt");
  if (withCases.length) {
    const cases = underOnePath(checkout.root, (root) => openCases(root, checkout.targets.crate));
    for (const group of withCases) opened.set(group, caseSubjects(cases, group));
  }
  if (groups.includes("hunt")) opened.set("hunt", huntSubjects(checkout));
  return opened;
}

/**
 * The cases of a group that run our own code, natively first.
 * @param {import("./cases.mjs").Cases} cases
 * @param {string} group
 * @returns {Subjects}
 */
function caseSubjects({ names, runners, programs }, group) {
  // As in the tables of these groups.
  const figure = group === "core" ? "commands" : "messages";
  const ours = names.filter((name) => {
    const [prefix, who = ""] = name.split(" ");
    return prefix === group && !who.startsWith("raft-rs");
  });
  return new Map(
    TARGETS.flatMap((target) =>
      ours.map((name) => [
        `${target} ${name}`,
        {
          speed: () => runners[target](name, SLICE.seconds)[figure],
          programs: [programs[target]],
          duration: DURATION.case,
        },
      ]),
    ),
  );
}

/**
 * The hunts of one worker.
 * @param {Checkout} checkout
 * @returns {Subjects}
 */
function huntSubjects({ root, targets }) {
  underOnePath(root, (root) => buildHunters(root, targets.engine));
  const program = commandLine(targets.engine);
  const script = hunterScript(root);
  /** @type {Subjects} */
  const subjects = new Map();
  for (const { title, args } of CLUSTERS) {
    subjects.set(`native hunt, ${title}`, {
      speed: () => huntNatively(program, args, SLICE.seeds, 1),
      programs: [program],
      duration: DURATION.native,
    });
  }
  for (const { title, options } of existsSync(script) ? CLUSTERS : []) {
    subjects.set(`wasm hunt, ${title}`, {
      speed: () => huntInWasm(script, options, SLICE.seeds, 1),
      programs: [script, ...modules(join(root, "web/generated"))],
      duration: DURATION.wasm,
    });
  }
  return subjects;
}

/**
 * All wasm modules in a folder, wherever a revision of the repository puts them there.
 * @param {string} folder
 */
function modules(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".wasm"))
    .map((file) => join(folder, file));
}
