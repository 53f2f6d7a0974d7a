/** Labels for the entries of a log where there is little room: what differs is what is shown. Pure. */

/** The commands of the entries with which a run starts: they say the term and nothing else. */
const FILLER = /^entry \d+ of term \d+$/;
/** What clients do: "GET", "CAS", "TRANSFER"; and who votes from an entry on. */
const VERB = /^([A-Z]+|voters)$/;

/**
 * Returns the label of each command among those that are seen together. "SET" is left out, and any
 * other verb stands, since a key alone would not say what is done to it. Other words are left out
 * that a command begins with in common with all others of the same first word. The label of an entry
 * that a run started with is empty: beside it stands its term.
 */
export function logLabels(commands: Iterable<string>): ReadonlyMap<string, string> {
  const families = new Map<string, string[][]>();
  for (const command of new Set(commands)) {
    const words = command.split(" ");
    const family = families.get(words[0] ?? "") ?? [];
    family.push(words);
    families.set(words[0] ?? "", family);
  }
  const labels = new Map<string, string>();
  for (const [verb, family] of families) {
    const common = verb === "SET" ? 1 : VERB.test(verb) ? 0 : commonWords(family);
    for (const words of family) {
      const command = words.join(" ");
      // A command that is only what others begin with keeps its last word.
      const from = Math.min(common, words.length - 1);
      labels.set(command, FILLER.test(command) ? "" : words.slice(from).join(" "));
    }
  }
  return labels;
}

/** How many words all of them begin with; 0 for one alone. */
function commonWords([first = [], ...rest]: readonly (readonly string[])[]): number {
  if (rest.length === 0) return 0;
  const differs = first.findIndex((word, place) => rest.some((other) => other[place] !== word));
  return differs < 0 ? first.length : differs;
}

/** A label in two parts: what may be cut where room is short, and what tells it from the others. */
export type LabelParts = readonly [shared: string, telling: string];

/**
 * Returns the parts of each command's label. Shared is what another label begins with, up to its
 * last "=" or space; and the name of a value, unless another label ends with the same word.
 */
export function labelParts(labels: ReadonlyMap<string, string>): ReadonlyMap<string, LabelParts> {
  const all = [...new Set(labels.values())].sort();
  const places = new Map(all.map((label, place) => [label, place]));
  const ends = new Map<string, number>();
  for (const label of all) ends.set(lastWord(label), (ends.get(lastWord(label)) ?? 0) + 1);
  const parts = [...labels].map(([command, label]): [string, LabelParts] => {
    const place = places.get(label) ?? 0;
    const word = lastWord(label);
    // In order, what begins most like a label stands beside it.
    const from = Math.max(
      word !== "" && ends.get(word) === 1 ? label.indexOf("=") + 1 : 0,
      commonStart(label, all[place - 1]),
      commonStart(label, all[place + 1]),
    );
    return [command, [label.slice(0, from), label.slice(from)]];
  });
  return new Map(parts);
}

function lastWord(label: string): string {
  return label.replace(/.*[= ]/s, "");
}

/** How far two labels begin alike, up to the last "=" or space. */
function commonStart(label: string, other = ""): number {
  const differs = [...label].findIndex((letter, place) => letter !== other[place]);
  const alike = differs < 0 ? label : label.slice(0, differs);
  return Math.max(alike.lastIndexOf("="), alike.lastIndexOf(" ")) + 1;
}
