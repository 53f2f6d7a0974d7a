/**
 * Whether the page's other sentences are true of a moment: the status line, the badge, the inspector
 * and the events of the feed. Each reads the sentence back into values and compares these with the
 * view.
 */

import type { FeedEvent, NodeDetail, View } from "../engine/view.ts";

/** More than half of those who vote, while no configuration is joint. */
const majorityOf = ({ machines }: View) => {
  const voting = machines.filter(({ membership }) => [null, "voter"].includes(membership));
  return Math.floor(voting.length / 2) + 1;
};

/** Returns what is false in the status line, or null. */
export function statusFault(view: View): string | null {
  const found =
    /^(.*); (\d) of (\d)(?: machines)? up(?:, (\d) paused)?; (\d+) commands? committed$/.exec(
      view.status,
    ) ?? [];
  const [, leadership = "", up, of, paused = 0, committed] = found;
  const running = view.nodes.filter(({ status }) => status === "up");
  const leaders = running.filter(({ role }) => role === "leader");
  // One without its own vote waits for its disk, and has asked nobody.
  const asking = running.filter((node) => node.role === "candidate" && node.votes.length > 0);
  if (Number(up) !== running.length || Number(of) !== view.nodes.length) return "the counts";
  const isPaused = view.nodes.filter(({ status }) => status === "paused");
  if (Number(paused) !== isPaused.length) return "the number of those paused";
  if (Number(committed) !== view.committed) return `${view.committed} are committed`;
  const named = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
  if (leaders.length > 0) {
    const said = [...leadership.matchAll(/Node (\d)/g)].map(([, id]) => Number(id));
    const ids = leaders.map(({ id }) => id);
    return said.toSorted().join() === ids.toSorted().join() ? null : `${ids.join()} lead`;
  }
  if (asking.length === 0) return leadership === "No leader" ? null : "nobody leads or asks";
  const term = Math.max(...asking.map((node) => node.term));
  const ids = asking.filter((node) => node.term === term).map(({ id }) => id);
  return named(leadership).join() === [...ids, term].join() ? null : `${ids} ask in term ${term}`;
}

/** Returns what is false in the badge, or null: "0 violations" and "in 12 checks; no fault yet". */
export function badgeFault(view: View, words: string): string | null {
  const { bugs, diskMs, lossPerMille, duplicatePerMille } = view.options;
  const checks = view.checks.reduce((sum, { checked }) => sum + checked, 0);
  if (Number(/\d[\d\u202f]*/.exec(words)?.[0].replaceAll("\u202f", "")) !== checks)
    return "the checks";
  const calm =
    bugs.length === 0 &&
    diskMs[1] === 0 &&
    lossPerMille === 0 &&
    duplicatePerMille === 0 &&
    Object.values(view.tried).every((count) => count === 0);
  if (words.includes("no fault yet") !== calm)
    return calm ? "nothing was tried" : "faults there are";
  const crashes = Number(/(\d+) crash/.exec(words)?.[1] ?? 0);
  return crashes === view.tried.crashes ? null : `${view.tried.crashes} crashes`;
}

/** Returns what is false in the words about a machine, or null. */
export function machineFault(view: View, id: number, words: string): string | null {
  const machine = view.machines[id];
  if (!machine) return "there is no such machine";
  const isOwn = (link: { from: number; to: number }) => link.from === id || link.to === id;
  const sound =
    machine.disk === "syncs" &&
    Math.max(view.options.diskMs[1], machine.diskMs?.[1] ?? 0) === 0 &&
    machine.clockPerMille === 1000 &&
    machine.clockIsTrue &&
    !machine.crashesAtWrite &&
    !view.cuts.some(isOwn) &&
    !view.oddLinks.some((link) => isOwn(link) && isOdd(link, view)) &&
    view.options.lossPerMille === 0;
  if (words.includes("are sound")) return sound ? null : "something is amiss";
  const apart = /cut off from ((?:, | and |Node \d)+)/.exec(words)?.[1] ?? "";
  const isCut = (from: number, to: number) =>
    view.cuts.some((link) => link.from === from && link.to === to);
  const isHalf = [...apart.matchAll(/\d/g)].some(
    ([other]) => !isCut(id, Number(other)) || !isCut(Number(other), id),
  );
  return isHalf ? "one direction is open" : null;
}

/** Whether a link with values of its own differs from the network: the values may be the same. */
function isOdd({ latencyMs, lossPerMille }: View["oddLinks"][number], { options }: View): boolean {
  const isSlow = latencyMs !== null && latencyMs.join() !== options.latencyMs.join();
  return isSlow || (lossPerMille !== null && lossPerMille !== options.lossPerMille);
}

/** Returns what is false in the inspector's values, or null. */
export function inspectorFault(view: View, { id, fields }: NodeDetail): string | null {
  const node = view.nodes[id];
  const value = (name: string) => fields.find((field) => field.name === name)?.value ?? "";
  const whom = (other: number | null) => (other === null ? "nobody" : `Node ${other}`);
  const log =
    node?.lastIndex == null ? "empty" : `ends at index ${node.lastIndex} of term ${node.lastTerm}`;
  const expected: Readonly<Record<string, string>> = {
    role: node?.role ?? "",
    current_term: String(node?.term),
    voted_for: whom(node?.votedFor ?? null),
    log,
    commit_index: String(node?.commitIndex ?? 0),
    leader: whom(node?.leader ?? null),
  };
  const wrong = Object.keys(expected).find((name) => value(name) !== expected[name]);
  return wrong === undefined ? null : `${wrong}: ${value(wrong)}, not ${expected[wrong]}`;
}

/** What an event says must hold at the end of its moment, unless a later event there changed it. */
interface Reading {
  readonly says: RegExp;
  readonly isFalse: (view: View, found: readonly number[], event: FeedEvent) => boolean;
}

const readings: readonly Reading[] = [
  {
    says: /^(\d+) votes? (?:is|are) a majority: Node (\d) leads term (\d+)\.$/,
    isFalse: (view, [votes = 0, id = 0, term], event) =>
      votes < majorityOf(view) ||
      event.node !== id ||
      event.term !== term ||
      (view.nodes[id]?.role === "leader" && view.nodes[id]?.term !== term),
  },
  {
    says: /^Node (\d) commits through index (\d+): (\d+) nodes store it, and (\d+) suffice\.$/,
    isFalse: (view, [id = 0, index = 0, stored = 0, needed]) =>
      needed !== majorityOf(view) ||
      stored < majorityOf(view) ||
      (view.nodes[id]?.commitIndex ?? index) < index,
  },
  {
    says: /^Node (\d) crashes: /,
    isFalse: (view, [id = 0]) => view.nodes[id]?.status !== "crashed",
  },
  {
    says: /^Node (\d) boots as a follower with its disk: a log that ends at index (\d+) of term (\d+)\.$/,
    isFalse: (view, [id = 0, index, term]) =>
      view.nodes[id]?.lastIndex !== index || view.nodes[id]?.lastTerm !== term,
  },
  {
    says: /^Node (\d)(?:'s election timer of .* ran out| was told to wait no longer), so it asks for votes in term (\d+)\.$/,
    isFalse: (view, [id = 0, term = 0]) => (view.nodes[id]?.term ?? 0) < term,
  },
  {
    says: /^Node (\d) votes for Node (\d) in term (\d+): /,
    isFalse: (view, [id = 0, candidate, term]) =>
      view.nodes[id]?.term === term && view.nodes[id]?.votedFor !== candidate,
  },
  {
    says: /^Node (\d) stops leading term (\d+): /,
    isFalse: (view, [id = 0, term]) =>
      view.nodes[id]?.role === "leader" && view.nodes[id]?.term === term,
  },
  {
    says: /^Node (\d)(?:'s election timer of .* ran out| was told to wait no longer), so it asks whether it could win term (\d+)\.$/,
    isFalse: (view, [id = 0, term = 0]) => (view.nodes[id]?.term ?? 0) < term - 1,
  },
  {
    says: /^Node (\d) would vote for Node (\d) in term (\d+): /,
    isFalse: (_view, [id, candidate]) => id === candidate,
  },
  {
    says: /^Node (\d) would not vote for Node (\d): it heard from Node (\d), its leader/,
    isFalse: (view, [id = 0, candidate, leader]) => {
      const known = view.nodes[id];
      return candidate === leader || (known?.leader != null && known.leader !== leader);
    },
  },
  {
    says: /^Node (\d) ignores Node (\d)'s request in term (\d+): /,
    isFalse: (view, [id = 0, candidate, term]) =>
      view.nodes[id]?.term === term && view.nodes[id]?.votedFor === candidate,
  },
  {
    says: /^Node (\d) begins to hand its lead to Node (\d)(?:, and no longer to Node \d)?: it takes no more commands, and gives up after .*\.$/,
    isFalse: (view, [id = 0, to], event) =>
      id === to || event.node !== id || view.nodes[id]?.role !== "leader",
  },
  {
    says: /^Node (\d) gives up handing its lead to Node (\d), and takes commands again: /,
    isFalse: (view, [id = 0, to]) => id === to || view.nodes[id]?.role !== "leader",
  },
  {
    says: /^Node (\d) begins an election at once and asks nobody first: Node (\d), leader of term (\d+), told it to\.$/,
    isFalse: (view, [id = 0, leader, term = 0]) =>
      id === leader || (view.nodes[id]?.term ?? 0) < term,
  },
  {
    says: /^Node (\d) heeds Node (\d)'s request although it (?:leads|hears Node \d, its leader): /,
    isFalse: (_view, [id, candidate]) => id === candidate,
  },
  {
    says: /^Node (\d) takes no command while it hands its lead to Node (\d): /,
    isFalse: (view, [id = 0, to]) => id === to || view.nodes[id]?.role !== "leader",
  },
  {
    says: /^Node (\d) takes the command as index (\d+) of term (\d+); it is not committed yet\.$/,
    isFalse: (view, [id = 0, index = 0]) => (view.nodes[id]?.lastIndex ?? 0) < index,
  },
];

/**
 * Returns what is false in an event of the moment shown, or null. Events that this reads: elections,
 * commits, crashes, restarts, votes, candidacies, commands, pre-votes, votes ignored, transfers.
 */
export function eventFault(view: View, event: FeedEvent): string | null {
  for (const { says, isFalse } of readings) {
    const found = says.exec(event.sentence);
    if (found && isFalse(view, found.slice(1).map(Number), event)) return event.sentence;
  }
  return null;
}
