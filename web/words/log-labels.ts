/** Labels for the entries of a log where there is little room: what differs is what is shown. Pure. */

/**
 * Returns the label of each command among those that are seen together. A command loses the words
 * that it begins with in common with all others that begin with the same word, and "SET" always.
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
    const common = Math.max(commonWords(family), verb === "SET" ? 1 : 0);
    for (const words of family) {
      // A command that is only what others begin with keeps its last word.
      const from = Math.min(common, words.length - 1);
      labels.set(words.join(" "), words.slice(from).join(" "));
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
