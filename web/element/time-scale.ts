/** Computes the span of the time line and the places of its marks. Pure. */

import type { Mark, Microseconds } from "../engine/view.ts";

const SECOND = 1_000_000;
/** The spans that a time line can have, in seconds. */
const spans = [10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600] as const;

/** Returns the span for a run played to `head`: at least 10 s, with some room ahead. */
export function shownSpan(head: Microseconds): Microseconds {
  const seconds = spans.find((span) => span * SECOND >= head * 1.02);
  return (seconds ?? Math.ceil((head * 1.02) / (3600 * SECOND)) * 3600) * SECOND;
}

/** The words below the line, evenly spread over the span. */
export function ticksOf(span: Microseconds): readonly string[] {
  const seconds = span / SECOND;
  const parts = [10, 6, 5, 4].find((count) => seconds % count === 0) ?? 1;
  return Array.from({ length: parts + 1 }, (_, place) => tickWords((seconds * place) / parts));
}

function tickWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

export const markKinds = ["election", "commit", "crash", "change", "violation"] as const;
export type MarkKind = (typeof markKinds)[number];

/** Returns the form of a mark; null for kinds of event without one. */
export function markKind(kind: string): MarkKind | null {
  switch (kind) {
    case "leader_elected":
      return "election";
    case "committed":
      return "commit";
    case "crashed":
    case "paused":
      return "crash";
    case "violation":
      return "violation";
    case "restarted":
    case "resumed":
    case "partitioned":
    case "healed":
    case "truncated":
      return "change";
    default:
      return null;
  }
}

const marked: Readonly<Record<string, string>> = {
  leader_elected: "is elected",
  committed: "commits",
  crashed: "crashes",
  paused: "is paused",
  restarted: "is restarted",
  resumed: "goes on",
  truncated: "removes entries that conflict",
  partitioned: "the network is cut",
  healed: "the network is healed",
  violation: "a promise is broken",
};

/** "Node 2 is elected in term 1". */
export function markWords({ kind, node, term }: Mark): string {
  const does = marked[kind] ?? kind.replaceAll("_", " ");
  const subject = node === null ? "" : `Node ${node} `;
  const inTerm = kind === "leader_elected" && term !== null ? ` in term ${term}` : "";
  return `${subject}${does}${inTerm}`;
}

export interface PlacedMark {
  /** Thousandths of the shown span. */
  readonly place: number;
  readonly kind: MarkKind;
  readonly term: number | null;
}

/** Places at most one mark of a kind in each five-hundredth of the line, to limit their number. */
export function placeMarks(marks: readonly Mark[], span: Microseconds): readonly PlacedMark[] {
  const taken = new Map<string, PlacedMark>();
  for (const mark of marks) {
    const kind = markKind(mark.kind);
    const place = Math.round((mark.at / span) * 500) * 2;
    if (kind !== null && place <= 1000)
      taken.set(`${place}${kind}`, { place, kind, term: mark.term });
  }
  return [...taken.values()];
}
