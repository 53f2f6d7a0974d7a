/** The faults of a node's machine and links in words, for the ring and for the Faults drawer. */

import type { MachineView, NodeId, OddLinkView, View } from "../engine/view.ts";
import { listWords, partyName, spanWords } from "./format.ts";

export const faultSignKinds = [
  "diskStalled",
  "diskLies",
  "diskFails",
  "diskSlow",
  "crashArmed",
  "clock",
  "slowLinks",
] as const;
export type FaultSignKind = (typeof faultSignKinds)[number];

/** What the ring shows beside a node: a fault, or what it is where it is no voter like others. */
export type SignKind = FaultSignKind | "joining" | "leaving" | "learner" | "outside";

export interface FaultSign {
  readonly kind: SignKind;
  /** For the picture: at most 13 characters. */
  readonly short: string;
  readonly words: string;
}

/** The part of a view from which fault signs are derived. */
export type FaultSignSource = Pick<View, "machines" | "oddLinks" | "options">;

/** Returns the faults of a node's machine and links, in the order of `faultSignKinds`. */
export function faultSignsOf(view: FaultSignSource, id: NodeId): readonly FaultSign[] {
  const machine = view.machines[id];
  return [
    ...(machine ? machineFaultSigns(machine, view.options.diskMs) : []),
    ...(hasSlowLinks(view, id)
      ? [{ kind: "slowLinks", short: "slow links", words: "all its links are slow" } as const]
      : []),
  ];
}

/** What the ring shows beside a node: what it is to the cluster, where it is no full voter; faults. */
export function signsOf(view: FaultSignSource, id: NodeId): readonly FaultSign[] {
  const membership = view.machines[id]?.membership ?? "voter";
  const sign = membership === "voter" ? [] : [noFullVote[membership]];
  return [...sign, ...faultSignsOf(view, id)];
}

const noFullVote = {
  learner: { kind: "learner", short: "learner", words: "a learner: it has no vote" },
  joining: {
    kind: "joining",
    short: "new voter",
    words: "a voter among the new ones only: majorities of old and new voters decide",
  },
  leaving: {
    kind: "leaving",
    short: "old voter",
    words: "a voter among the old ones only: majorities of old and new voters decide",
  },
  outside: { kind: "outside", short: "no member", words: "outside the cluster, without a vote" },
} as const satisfies Record<string, FaultSign>;

/** All signs of a view, for a ring: read again only when machines or links have changed. */
export function faultSignsReader() {
  let of: View["machines"] | null = null;
  let signs: {
    readonly faultSigns: readonly (readonly FaultSign[])[];
    readonly linkNotes: readonly LinkNote[];
  } = { faultSigns: [], linkNotes: [] };
  return (view: View): typeof signs => {
    if (of !== view.machines) {
      of = view.machines;
      const faultSigns = of.map(({ id }) => signsOf(view, id));
      signs = { faultSigns, linkNotes: linkNotes(view) };
    }
    return signs;
  };
}

/** The part of a view from which the faults of a node's machine and links are told. */
export type MachineWordsSource = FaultSignSource & Pick<View, "cuts">;

/** What is amiss with a node's machine and links, or with those of all, as a sentence. */
export function machineWords(view: MachineWordsSource, id: NodeId): string {
  const faults = faultSignsOf(view, id).map(({ words }) => words);
  const isOff = hasWrongTime(view, id) ? ["its clock is off: it jumped, or ran wrong before"] : [];
  const all = [...faults, ...isOff, ...networkFaults(view, id)];
  return all.length === 0 ? "Disk, clock and links are sound." : `Now: ${all.join("; ")}.`;
}

/** Whether the clock of a node runs at the right rate, and shows another time than the world's. */
export function hasWrongTime({ machines }: Pick<View, "machines">, id: NodeId): boolean {
  const machine = machines[id];
  return machine?.clockPerMille === 1000 && !machine.clockIsTrue;
}

/** What cuts keep from a node, by direction. */
function cutWords({ machines, cuts }: MachineWordsSource, id: NodeId): readonly string[] {
  const isCut = (from: NodeId, to: NodeId) => cuts.some((it) => it.from === from && it.to === to);
  const others = machines.map((it) => it.id).filter((other) => other !== id);
  const told = (words: string, sends: boolean, hears: boolean) => {
    const fits = (other: NodeId) => isCut(id, other) === sends && isCut(other, id) === hears;
    const names = others.filter(fits).map(partyName);
    return names.length === 0 ? [] : [`${words} ${listWords(names)}`];
  };
  return [
    ...told("cut off from", true, true),
    ...told("cannot send to", true, false),
    ...told("cannot hear", false, true),
  ];
}

function networkFaults(view: MachineWordsSource, id: NodeId): readonly string[] {
  const { lossPerMille, duplicatePerMille } = view.options;
  const odd = linkNotes(view).filter(({ from, to }) => from === id || to === id);
  return [
    ...cutWords(view, id),
    ...odd.map(
      ({ from, to, text }) => `its link with ${partyName(from === id ? to : from)}: ${text}`,
    ),
    ...(lossPerMille === 0
      ? []
      : [`the network loses ${shareWords(lossPerMille)} of all messages`]),
    ...(duplicatePerMille === 0
      ? []
      : [`the network doubles ${shareWords(duplicatePerMille)} of all messages`]),
  ];
}

function machineFaultSigns(
  machine: MachineView,
  usual: readonly [number, number],
): readonly FaultSign[] {
  const found: FaultSign[] = [];
  const writes = machine.unstableWrites;
  if (machine.disk === "stalls") {
    const waiting =
      writes === 0 ? "" : `, ${writes} ${writes === 1 ? "write waits" : "writes wait"}`;
    found.push({ kind: "diskStalled", short: "disk stalled", words: `its disk stalls${waiting}` });
  }
  if (machine.disk === "lies") {
    const lost = writes === 0 ? "" : `, a crash would lose ${writes}`;
    found.push({ kind: "diskLies", short: "disk lies", words: `its disk lies${lost}` });
  }
  if (machine.disk === "fails")
    found.push({ kind: "diskFails", short: "disk fails", words: "its disk fails its writes" });
  const span = machine.diskMs ?? usual;
  if (span[1] > 0) {
    const words = `its disk takes ${spanWords(span)}`;
    found.push({ kind: "diskSlow", short: "disk slow", words });
  }
  if (machine.crashesAtWrite)
    found.push({ kind: "crashArmed", short: "crash armed", words: "it crashes at its next write" });
  if (machine.clockPerMille !== 1000) {
    const rate = rateWords(machine.clockPerMille);
    found.push({ kind: "clock", short: `clock ${rate}`, words: `its clock runs at ${rate}` });
  }
  return found;
}

/** Returns a rate in words: a fraction that menus offer as a fraction, others as a decimal. */
export function rateWords(perMille: number): string {
  const known: Readonly<Record<number, string>> = { 333: "⅓×", 500: "½×", 666: "⅔×", 667: "⅔×" };
  return known[perMille] ?? `${Number((perMille / 1000).toFixed(2))}×`;
}

/** Whether every link from and to a node is slower than the network's slowest latency. */
export function hasSlowLinks(
  { machines, oddLinks, options }: FaultSignSource,
  id: NodeId,
): boolean {
  const slow = oddLinks.filter(
    (link) => isSlow(link, options) && (link.from === id || link.to === id),
  );
  return machines.length > 1 && slow.length === 2 * (machines.length - 1);
}

function isSlow(link: OddLinkView, options: FaultSignSource["options"]): boolean {
  return link.latencyMs !== null && link.latencyMs[1] > options.latencyMs[1];
}

/** Returns the links that differ from the network, with null where a value does not differ. */
function unusualLinks({ oddLinks, options }: FaultSignSource): readonly OddLinkView[] {
  const [least, most] = options.latencyMs;
  return oddLinks
    .map((link) => ({
      ...link,
      latencyMs:
        link.latencyMs?.[0] === least && link.latencyMs[1] === most ? null : link.latencyMs,
      lossPerMille: link.lossPerMille === options.lossPerMille ? null : link.lossPerMille,
    }))
    .filter((link) => link.latencyMs !== null || link.lossPerMille !== null);
}

/** "40 %", "2.5 %". */
export function shareWords(perMille: number): string {
  const digits = perMille < 100 ? 1 : 0;
  return `${Number((perMille / 10).toFixed(digits))}\u202f%`;
}

/** A few words about a link, in one direction or in both. */
export interface LinkNote {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly bothWays: boolean;
  /** "400 ms, 33 % lost". */
  readonly text: string;
}

/**
 * Returns the notes on links that differ from the network. A slow link of a slow node has none,
 * and two directions with the same note share one.
 */
export function linkNotes(view: FaultSignSource): readonly LinkNote[] {
  const notes = unusualLinks(view).map((link) => ({
    from: link.from,
    to: link.to,
    text: noteText(link, hasSlowLinks(view, link.from) || hasSlowLinks(view, link.to)),
  }));
  return notes.flatMap((note) => {
    const back = notes.some(
      ({ from, to, text }) => from === note.to && to === note.from && text === note.text,
    );
    const saidByOther = back && note.from > note.to;
    return note.text === "" || saidByOther ? [] : [{ ...note, bothWays: back }];
  });
}

function noteText(link: OddLinkView, isSlowNode: boolean): string {
  const parts: string[] = [];
  if (link.latencyMs !== null && !isSlowNode) parts.push(`${link.latencyMs[1]} ms`);
  if (link.lossPerMille !== null) parts.push(`${shareWords(link.lossPerMille)} lost`);
  return parts.join(", ");
}
