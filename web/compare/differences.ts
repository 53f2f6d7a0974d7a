/** The differences of two runs at a moment, in order for reading. Pure. */

import type {
  BranchView,
  Comparison,
  Microseconds,
  NodeDifference,
  NodeId,
  NodeView,
  OptionsView,
  View,
} from "../engine/view.ts";
import { listWords, momentWords, spanWords } from "../words/format.ts";
import { ruleInSentence } from "../words/rule-names.ts";

/** One value of a node that differs between the two runs. */
export interface StateRow {
  readonly node: NodeId;
  readonly what: string;
  readonly left: string;
  readonly right: string;
}

/** Nodes whose logs differ in the same way, which are shown as one. */
export interface LogGroup {
  readonly nodes: readonly NodeId[];
  readonly sameThrough: number | null;
  readonly rows: NodeDifference["rows"];
}

interface Value {
  readonly what: string;
  readonly of: (node: NodeView) => string;
}

/** Words for the engine's names of values that can differ. */
const values: Readonly<Record<string, Value>> = {
  status: { what: "status", of: (node) => node.status },
  // A process that does not run has no role, whatever it was.
  role: { what: "role", of: ({ status, role }) => (status === "crashed" ? "none" : role) },
  current_term: { what: "term", of: (node) => String(node.term) },
  voted_for: {
    what: "voted for",
    of: (node) => (node.votedFor === null ? "nobody" : `Node ${node.votedFor}`),
  },
  commit_index: {
    what: "committed",
    of: (node) => (node.commitIndex === null ? "nothing" : `through ${node.commitIndex}`),
  },
};

export function stateRows(comparison: Comparison, left: View, right: View): readonly StateRow[] {
  return comparison.nodes.flatMap(({ id, state }) => {
    const [one, other] = [left.nodes[id], right.nodes[id]];
    if (!one || !other) return [];
    return state.map((name) => {
      const value = values[name];
      return value
        ? { node: id, what: value.what, left: value.of(one), right: value.of(other) }
        : { node: id, what: name, left: "differs", right: "differs" };
    });
  });
}

export function logGroups(comparison: Comparison): readonly LogGroup[] {
  const groups = new Map<string, LogGroup>();
  for (const { id, sameThrough, sameLog, rows } of comparison.nodes) {
    if (sameLog) continue;
    const key = JSON.stringify([sameThrough, rows]);
    const group = groups.get(key);
    groups.set(key, { nodes: [...(group?.nodes ?? []), id], sameThrough, rows });
  }
  return [...groups.values()];
}

/**
 * Returns the moment at which two branches part: from there on, other things were done. Null for a
 * twin, whose options differ from the beginning.
 */
export function partedAt({ branch, branches, beside }: View): Microseconds | null {
  const other = beside?.branch ?? null;
  if (other === null) return null;
  const [left, right] = [lineOf(branches, branch), lineOf(branches, other)];
  const own = [
    ...left.filter((one) => !right.includes(one)),
    ...right.filter((one) => !left.includes(one)),
  ];
  return Math.min(...own.map(({ forkedAt }) => forkedAt));
}

/** Returns a branch and those that it came from. */
function lineOf(branches: readonly BranchView[], id: number | null): readonly BranchView[] {
  const found = branches.find((branch) => branch.id === id);
  return found ? [found, ...lineOf(branches, found.parent)] : [];
}

/** Says where two runs part, and where that first shows. */
export function partingWords(view: View, firstDifference: Microseconds): string {
  const parted = partedAt(view);
  const shows = `the first difference shows at ${momentWords(firstDifference)}`;
  if (parted === null) return `Other options from the beginning; ${shows}.`;
  return parted === firstDifference
    ? `They part at ${momentWords(parted)}.`
    : `They part at ${momentWords(parted)}; ${shows}.`;
}

/** Returns "Nodes 0 and 1 are alike.", or null when all nodes differ. */
export function alikeWords(comparison: Comparison, left: View, right: View): string | null {
  const alike = comparison.nodes.filter((node) => node.sameLog && node.state.length === 0);
  if (alike.length === 0) return null;
  if (alike.length === comparison.nodes.length)
    return JSON.stringify(left.cuts) === JSON.stringify(right.cuts)
      ? "All nodes are alike at this moment: their state and their logs."
      : "All nodes are alike at this moment, and other links are cut.";
  const ids = alike.map((node) => node.id);
  return ids.length === 1 ? `Node ${ids[0]} is alike.` : `Nodes ${listWords(ids)} are alike.`;
}

/** Returns the heading of a group: "Nodes 0 and 1: the same through index 3, then". */
export function logWords({ nodes, sameThrough }: LogGroup): string {
  const who = nodes.length === 1 ? `Node ${nodes[0]}` : `Nodes ${listWords(nodes)}`;
  return sameThrough === null
    ? `${who}: different from the first entry on`
    : `${who}: the same through index ${sameThrough}, then`;
}

/** Returns the titles of the two sides. */
export function sideTitles(left: View, right: View): readonly [string, string] {
  const title = (view: View, id: number) =>
    view.branches.find((branch) => branch.id === id)?.title ?? "Main run";
  const other = left.beside?.branch ?? null;
  return [
    title(left, left.branch),
    other === null ? twinTitle(left.options, right.options) : title(left, other),
  ];
}

/** "Twin: latency 200 to 400 ms, message loss 10 %". */
export function twinTitle(left: OptionsView, right: OptionsView): string {
  const changes = optionChanges(left, right);
  return changes.length === 0 ? "Twin" : `Twin: ${changes.join(", ")}`;
}

function optionChanges(left: OptionsView, right: OptionsView): readonly string[] {
  const percent = (perMille: number) => `${perMille / 10} %`;
  const changes: readonly (readonly [string, string, string])[] = [
    ["timeouts", spanWords(left.electionTimeoutMs), spanWords(right.electionTimeoutMs)],
    ["heartbeat", `${left.heartbeatMs} ms`, `${right.heartbeatMs} ms`],
    ["latency", spanWords(left.latencyMs), spanWords(right.latencyMs)],
    ["message loss", percent(left.lossPerMille), percent(right.lossPerMille)],
    ["duplicates", percent(left.duplicatePerMille), percent(right.duplicatePerMille)],
  ];
  const broken = right.bugs.filter((bug) => !left.bugs.includes(bug));
  const mended = left.bugs.filter((bug) => !right.bugs.includes(bug));
  return [
    ...changes.flatMap(([name, one, other]) => (one === other ? [] : [`${name} ${other}`])),
    ...broken.map((bug) => `broken on purpose: “${ruleInSentence(bug)}”`),
    ...mended.map((bug) => `kept: ${ruleInSentence(bug)}`),
  ];
}
