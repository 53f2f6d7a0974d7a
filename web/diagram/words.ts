/** Says what the diagram shows: each event, a message, a way between two events, counts. Pure. */

import type { DiagramView, ForecastView, Passage, PassageEnd } from "../engine/diagram.ts";
import type { Microseconds, RequestView } from "../engine/view.ts";
import { exactWords, lengthWords } from "../words/exact-times.ts";
import { countOf, countWords, packetKindName, packetRoute } from "../words/format.ts";
import { noteOf } from "../words/note.ts";
import { ratesOf } from "./counts.ts";
import type { Subject } from "./life.ts";
import type { Point } from "./points.ts";

const ends: Readonly<Record<PassageEnd, string>> = {
  underWay: "under way",
  arrived: "arrives",
  lost: "lost on its way",
  cut: "lost at a cut link",
  receiverDown: "lost: its receiver is down",
};

/** What a point is, for its button: "6.905 s, Node 1 → Node 2: RequestVote, term 2, sent". */
export function pointWords(point: Point): string {
  const { at, what } = point;
  if (what.kind === "happened") return `${exactWords(at)}: ${what.happening.told.sentence}`;
  const { passage } = what;
  const happens = what.kind === "sent" ? sentWords(passage) : ends[passage.end];
  return `${exactWords(at)}: ${messageName(passage)}, ${happens}`;
}

function sentWords({ end, endedAt, packet }: Passage): string {
  if (end === "arrived" && endedAt !== null)
    return `sent, and under way for ${lengthWords(endedAt - packet.sentAt)}`;
  return `sent; ${ends[end]}`;
}

/** "Node 1 → Node 2, RequestVote, term 2". */
export function messageName({ packet, request }: Passage): string {
  const isClient = packet.kind === "clientRequest" || packet.kind === "clientReply";
  const about = isClient
    ? request === null
      ? ""
      : `, request ${request}`
    : `, term ${packet.term}`;
  const entries =
    packet.kind === "appendEntries" && packet.entryCount > 0
      ? ` with ${countOf(packet.entryCount, "entry", "entries")}`
      : "";
  return `${packetRoute(packet)}, ${packetKindName(packet)}${entries}${about}`;
}

/** A message with its content and its times. */
export function messageWords(passage: Passage): string {
  const { packet, endedAt, waitedAt, end, sentence } = passage;
  const waits =
    waitedAt === null ? "" : ` It waits from ${exactWords(waitedAt)}: its receiver is paused.`;
  const ended = endedAt === null ? ends[end] : `${ends[end]} at ${exactWords(endedAt)}`;
  return `${sentence} Sent at ${exactWords(packet.sentAt)}, ${ended}.${waits}`;
}

/** A point in a sentence or two. */
export function pointSentence(point: Point): string {
  if (point.what.kind !== "happened") return messageWords(point.what.passage);
  const { told } = point.what.happening;
  const section = told.section === null ? "" : `${told.section}.`;
  const words = [told.sentence, noteOf(told), section].filter((part) => part !== "");
  return `${exactWords(point.at)}: ${words.join(" ")}`;
}

/** What came before an event and what came of it, as far as both are in sight. */
export function coneWords(past: number, future: number): string {
  const led =
    past === 0 ? "Nothing in sight led to it" : `${countOf(past, "event", "events")} led to it`;
  const came =
    future === 0
      ? "nothing in sight came of it"
      : `${countOf(future, "event", "events")} may have come of it`;
  return `${led}; ${came}.`;
}

/** Whether one of two events could have influenced the other, and by how many messages. */
export function betweenWords(points: readonly Point[], way: readonly number[] | null): string {
  if (way === null)
    return "Neither of the two could have influenced the other: they are concurrent.";
  const messages = way.filter((id) => points[id]?.what.kind === "sent").length;
  return messages === 0
    ? "The earlier of the two could have influenced the later one: both happened in one place."
    : `The earlier of the two could have influenced the later one, by ${countOf(messages, "message", "messages")}.`;
}

/** Why there are no message lines, and what to do. */
export function countsWords({ counts }: DiagramView, zoom: string): string {
  const all = counts ?? [];
  const sum = all.reduce((total, { messages }) => total + messages, 0);
  const most = Math.max(...ratesOf(all));
  return `${roughly(sum)} messages here, too many to tell apart: bars count them, the highest ${roughly(most).toLowerCase()} a second. Zoom in with ${zoom} to see each one.`;
}

/** "About 130 000": the counts begin and end a little outside of what is in sight. */
function roughly(sum: number): string {
  return `About ${countWords(Number(sum.toPrecision(2)))}`;
}

/** What the dashed lanes ahead of the moment shown are. */
export function forecastWords({ nodes, until }: ForecastView): string {
  const first = (moments: readonly Microseconds[]) =>
    moments.length === 0 ? null : Math.min(...moments);
  const elected = first(nodes.flatMap((lane) => lane.elected));
  const committed = first(nodes.flatMap((lane) => lane.committed));
  const parts = [
    elected === null ? "nobody is elected" : `a leader is elected at ${exactWords(elected)}`,
    committed === null ? "nothing commits" : `the next commit is at ${exactWords(committed)}`,
  ];
  return `Dashed: if we wait, and nobody does anything. Until ${exactWords(until)}, ${parts.join(", and ")}.`;
}

export const playingWords = "What comes if we wait is shown when the run stands.";

/** "Request 2: SET x=1": its number is that of scenarios and questions, which count from 0. */
export function requestWords(number: number, requests: readonly RequestView[]): string {
  const request = requests.find(({ id }) => id === number);
  return `Request ${number}${request ? `: ${shortened(request.command)}` : ""}`;
}

/** The letters of a command in the lists, at its beginning and its end: it may have hundreds. */
const [FIRST, LAST] = [24, 15];

function shortened(command: string): string {
  const letters = [...command];
  return letters.length > FIRST + 1 + LAST
    ? `${letters.slice(0, FIRST).join("")}…${letters.slice(-LAST).join("")}`
    : command;
}

/** "Entry SET x=1", "Election of term 2". */
export function subjectWords(subject: Subject, requests: readonly RequestView[]): string {
  if (subject.kind === "election") return `Election of term ${subject.term}`;
  const request = requests.find(({ id }) => id === subject.number);
  return request ? `Entry ${shortened(request.command)}` : `Request ${subject.number}`;
}
