/**
 * Lays out messages in flight. A message's place follows from when it was sent, when it is due,
 * and now.
 */

import type { Frame, PacketView } from "../engine/view.ts";
import type { Hit } from "./hit.ts";
import { impossible } from "./impossible.ts";
import { angleOn, chordLength, type Path, pointOn } from "./path.ts";
import type { ScenePoint } from "./point.ts";
import { placeOf, type Ring, wayBetween } from "./ring.ts";
import type { PacketBody, PacketMark, PacketShape, Tone, WallShape } from "./scene.ts";
import type { StageSettings } from "./settings.ts";
import { wallFraction } from "./walls.ts";

/** The fraction of its flight at which a lost message ends. */
export const lossFraction = 0.5;
/** Opacity of heartbeats and of the answers to them: 3:1 against the paper, in every hue but one. */
export const heartbeatOpacity = 0.7;

export function layoutPackets(
  frame: Frame,
  settings: StageSettings,
  ring: Ring,
  walls: readonly WallShape[],
): PacketShape[] {
  const shapes: PacketShape[] = [];
  for (const packet of frame.packets) {
    const from = placeOf(packet.from, frame.nodes);
    const to = placeOf(packet.to, frame.nodes);
    if (from === null || to === null) continue;
    const path = wayBetween(ring, from, to);
    if (path === null) continue;
    const shape = layoutPacket(packet, frame.now, path, settings, ring, walls);
    if (shape !== null) shapes.push(shape);
  }
  return shapes;
}

/** Returns the fraction of a message's flight that has passed, 0 … 1. */
export function flightFraction(packet: PacketView, now: number): number {
  const span = packet.dueAt - packet.sentAt;
  if (span <= 0) return 1;
  return Math.min(1, Math.max(0, (now - packet.sentAt) / span));
}

/** Whether a message is a heartbeat, a leader's question, or an accepting answer to one. */
export function isRoutine({ kind, entryCount, positive }: PacketView): boolean {
  return /^(append|confirm)/.test(kind) && entryCount === 0 && positive !== false;
}

function layoutPacket(
  packet: PacketView,
  now: number,
  path: Path,
  settings: StageSettings,
  ring: Ring,
  walls: readonly WallShape[],
): PacketShape | null {
  const flown = flightFraction(packet, now);
  const end = endOf(packet, path, walls);
  const dead = flown > end;
  const fraction = Math.min(flown, end);
  const faded = dead && !settings.reducedMotion ? 1 - (flown - end) / (1 - end || 1) : 1;
  if (faded <= 0) return null;
  const routine = isRoutine(packet);
  const emphasis = isPacket(settings.selected, packet.id)
    ? "selected"
    : isPacket(settings.hovered, packet.id)
      ? "hovered"
      : "none";
  return {
    id: packet.id,
    from: packet.from,
    to: packet.to,
    body: bodyOf(packet),
    reply: isReply(packet),
    mark: markOf(packet),
    tone: toneOf(packet),
    at: pointOn(path, fraction),
    angle: angleOn(path, fraction),
    tail: settings.reducedMotion || dead ? null : tailOf(packet, path, fraction, ring),
    opacity: (routine && emphasis === "none" ? heartbeatOpacity : 1) * faded,
    scale: ring.packetScale,
    duplicate: packet.duplicate,
    death: !dead ? null : packet.fate === "cut" ? "wall" : "lost",
    emphasis,
    path,
  };
}

function isPacket(hit: Hit | null, id: number): boolean {
  return hit !== null && hit.kind === "packet" && hit.id === id;
}

/** Returns the fraction of its path at which a message ends; 1 for one that arrives. */
function endOf(packet: PacketView, path: Path, walls: readonly WallShape[]): number {
  switch (packet.fate) {
    case "arrives":
      return 1;
    case "lost":
      return lossFraction;
    case "cut":
      return wallFraction(path, walls);
    default:
      return impossible(packet.fate);
  }
}

const mostSquares = 4;

function bodyOf({ kind, entryCount }: PacketView): PacketBody {
  if (/^(requestVote|timeoutNow)/.test(kind)) return { kind: "ballot" };
  if (kind.startsWith("preVote")) return { kind: "draft" };
  if (kind === "appendEntriesReply") return { kind: "answer" };
  // What clients ask and are told, and what nodes ask and tell about a read.
  if (kind !== "appendEntries") return { kind: "note" };
  if (entryCount === 0) return { kind: "heartbeat" };
  return {
    kind: "entries",
    squares: Math.min(entryCount, mostSquares),
    more: entryCount > mostSquares,
  };
}

function isReply(packet: PacketView): boolean {
  return packet.kind.endsWith("Reply");
}

/** The messages that ask for a yes or a no, or for an index. */
const question = /^(requestVote|preVote|confirm|readIndex)$/;

function markOf(packet: PacketView): PacketMark {
  if (question.test(packet.kind)) return "question";
  if (packet.positive === null) return "none";
  return packet.positive ? "tick" : "cross";
}

/** Messages of clients have no term, so they have the color of text. */
function toneOf(packet: PacketView): Tone {
  return packet.kind.startsWith("client") ? { kind: "ink" } : { kind: "term", hue: packet.term };
}

/** Returns the far end of a message's tail, at most as far back as the sender. */
function tailOf(packet: PacketView, path: Path, fraction: number, ring: Ring): ScenePoint | null {
  const pixels = (isReply(packet) ? 20 : 30) * ring.packetScale;
  const length = chordLength(path);
  if (length === 0) return null;
  return pointOn(path, Math.max(0, fraction - pixels / length));
}
