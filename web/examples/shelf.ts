/**
 * The shelf of examples: each scenario file, with the words of its card and its place. Pure; the
 * build makes the shelf from the files themselves, so that adding an example is adding a file.
 */

import { rules } from "../compare/rules.ts";

/** The groups, in the order in which they stand. */
export const groups = [
  { id: "first", title: "First steps" },
  { id: "figures", title: "The paper's figures" },
  { id: "broken", title: "Rules broken on purpose" },
  { id: "conformance", title: "Conformance" },
] as const;
export type GroupId = (typeof groups)[number]["id"];

export interface Example {
  /** Its name in `?example=`: the file's name without folder and ending. */
  readonly name: string;
  /** The file, from the folder of the page. */
  readonly path: string;
  readonly group: GroupId;
  readonly title: string;
  /** One sentence. */
  readonly sentence: string;
}

/** The card of the tour, which is no file; `?example=` knows its name. */
export const tour = {
  name: "tour",
  title: "The tour",
  sentence: "Five servers, one leader: elect, write, crash and heal, with a question at each step.",
} as const;

/** A scenario file: its path from the folder of scenarios, and its text. */
export interface ScenarioFile {
  readonly path: string;
  readonly text: string;
}

/** The fields of a scenario file that a card needs. */
interface Scenario {
  readonly title?: string;
  readonly about?: string;
  readonly options?: { readonly bugs?: readonly string[] };
}

/** Examples that do not stand in the order of their names; they come first in their groups. */
const order = [
  "election",
  "split_vote",
  "replication",
  "crash",
  "partition",
  "restart",
  "story",
  "figure_7",
  "figure_8_overwritten",
  "figure_8_committed",
  "figure_8_lost_write",
];

/** All examples by group; within a group by `order`, then by the rule that is broken, then by name. */
export function shelfOf(files: readonly ScenarioFile[]): readonly Example[] {
  const rows = files.map((file) => {
    const scenario = JSON.parse(file.text) as Scenario;
    const example = exampleOf(file.path, scenario);
    return { example, keys: keysOf(example, scenario) };
  });
  return rows.toSorted((one, other) => compare(one.keys, other.keys)).map(({ example }) => example);
}

function exampleOf(path: string, scenario: Scenario): Example {
  const name = path.replace(/^.*\//, "").replace(/\.json$/, "");
  return {
    name,
    path: `scenarios/${path}`,
    group: groupOf(path, name, scenario),
    title: scenario.title ?? "",
    sentence: firstSentence(scenario.about ?? ""),
  };
}

function groupOf(path: string, name: string, scenario: Scenario): GroupId {
  if (path.startsWith("conformance/")) return "conformance";
  if (bugsOf(scenario).length > 0) return "broken";
  return name.startsWith("figure_") ? "figures" : "first";
}

function bugsOf({ options }: Scenario): readonly string[] {
  return options?.bugs ?? [];
}

/** The first sentence of a text; a period within brackets or before a small letter ends none. */
export function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s+\p{Lu}|$)/su.exec(text.trim())?.[0] ?? text.trim();
}

type Keys = readonly (number | string)[];

function keysOf({ group, name }: Example, scenario: Scenario): Keys {
  const place = (found: number) => (found < 0 ? Number.POSITIVE_INFINITY : found);
  return [
    groups.findIndex(({ id }) => id === group),
    place(order.indexOf(name)),
    place(rules.findIndex((rule) => rule.name === bugsOf(scenario)[0])),
    name,
  ];
}

function compare(one: Keys, other: Keys): number {
  const place = one.findIndex((key, index) => key !== other[index]);
  if (place < 0) return 0;
  return (one[place] ?? 0) < (other[place] ?? 0) ? -1 : 1;
}
