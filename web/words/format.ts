/** Numbers, moments and names in words. */

import type {
  Microseconds,
  NodeView,
  PacketView,
  Party,
  RequestOutcome,
  View,
} from "../engine/view.ts";

const THIN_SPACE = "\u202f";

/** "4.20 s", to the nearest hundredth; "2:05.00" from a minute on, "1:02:05.00" from an hour on. */
export function momentWords(at: Microseconds): string {
  return clockWords(at, 2);
}

/** The same with so many digits behind the point, up to six. */
export function clockWords(at: Microseconds, digits: number): string {
  const seconds = Math.round(at / 10 ** (6 - digits)) / 10 ** digits;
  const rest = (seconds % 60).toFixed(digits);
  if (seconds < 60) return `${rest} s`;
  const minutes = Math.floor(seconds / 60);
  const two = (part: string | number): string => String(part).replace(/^\d(?!\d)/, "0$&");
  return minutes < 60
    ? `${minutes}:${two(rest)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(rest)}`;
}

/** Digits in groups of three, so that long counts can be read: "12 345". */
export function countWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
}

/** "1 check", "5 properties": the count with the form of the noun that fits it. */
export function countOf(count: number, singular: string, plural: string): string {
  return `${countWords(count)} ${count === 1 ? singular : plural}`;
}

export function partyName(party: Party): string {
  return party === "client" ? "Client" : `Node ${party}`;
}

/** The paper's names for what travels. */
export function packetKindName({
  kind,
  entryCount,
}: Pick<PacketView, "kind" | "entryCount">): string {
  if (kind === "appendEntries" && entryCount === 0) return "AppendEntries (heartbeat)";
  const name = kind.replace("Reply", " reply");
  if (kind.startsWith("client")) return name.replace("Request", " request");
  return name.replace(/^./, (letter) => letter.toUpperCase());
}

/** "Node 1 → Node 2". */
export function packetRoute(packet: Pick<PacketView, "from" | "to">): string {
  return `${partyName(packet.from)} → ${partyName(packet.to)}`;
}

/** "1, 2 and 3". */
export function listWords(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/**
 * Describes a node as the picture shows it, for screen readers. What a snapshot stands for is
 * committed, also where a node that was restarted knows no more.
 */
export function nodeWords(node: NodeView, { machines }: Pick<View, "machines">): string {
  const { status, role, term, lastIndex } = node;
  const known = Math.max(node.commitIndex ?? 0, machines[node.id]?.snapshotIndex ?? 0);
  const log =
    lastIndex === null
      ? "log empty"
      : `${countOf(lastIndex, "entry", "entries")}, ${known} known committed`;
  if (status === "crashed") return `crashed; its disk holds term ${term}, ${log}`;
  const state = status === "paused" ? `paused as ${role}` : role;
  const votes =
    role === "candidate" ? `; ${node.votes.length} of ${node.votesNeeded} votes needed` : "";
  const timer =
    node.timerEndsAt === null ? "" : `; its timer runs out at ${momentWords(node.timerEndsAt)}`;
  return `${state}, term ${term}${votes}; ${log}${timer}`;
}

/** How many hues the palette has for terms. */
export const TERM_HUES = 8;

/** Returns the hue of a term; they cycle. */
export function termHue(term: number): number {
  return term % TERM_HUES;
}

/** "40 to 80 ms"; "15 ms" where both are the same: between which lengths of time something takes. */
export function spanWords([least, most]: readonly [number, number]): string {
  return least === most ? `${least} ms` : `${least} to ${most} ms`;
}

/** "60 ms ± 20 ms: each message takes 40 to 80 ms." */
export function latencyWords(span: readonly [number, number]): string {
  return `each message takes ${spanWords(span)}`;
}

/** How much clients have asked for, whatever became of it. */
export function askedCount({ requestCounts }: Pick<View, "requestCounts">): number {
  const { waiting, acknowledged, refused, unknown } = requestCounts;
  return waiting + acknowledged + refused + unknown;
}

/** What became of a request, in words. */
export const requestOutcomeWords: Readonly<Record<RequestOutcome, string>> = {
  waiting: "still waiting",
  acknowledged: "acknowledged",
  refused: "refused",
  unknown: "unknown",
};
