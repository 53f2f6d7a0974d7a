/**
 * A picture as plain data: shapes with meaning, no colors and no drawing calls.
 * Layout makes it, drawing and hit-testing read it, and the DOM's buttons are placed by it.
 */

import type { NodeId, Party, RequestOutcome } from "../engine/view.ts";
import type { SignKind } from "../words/fault-signs.ts";
import type { Path } from "./path.ts";
import type { SceneBox, ScenePoint } from "./point.ts";

/** Everything on the stage at one moment, listed from back to front. */
export interface Scene {
  /** CSS pixels. */
  readonly width: number;
  /** CSS pixels. */
  readonly height: number;
  /** True on small stages, where nodes carry fewer words. */
  readonly compact: boolean;
  readonly links: readonly LinkShape[];
  readonly walls: readonly WallShape[];
  readonly barriers: readonly BarrierShape[];
  readonly client: ClientShape;
  readonly packets: readonly PacketShape[];
  readonly nodes: readonly NodeShape[];
  readonly drag: DragShape | null;
  /** True while something moves with time (a packet, a timer). */
  readonly moving: boolean;
}

/** The meaning of a stroke's or a letter's color; the theme has the color itself. */
export type Tone =
  | { readonly kind: "ink" }
  | { readonly kind: "soft" }
  | { readonly kind: "paper" }
  | { readonly kind: "violation" }
  /** The color of a term: `hue` is the term itself, the palette cycles. */
  | { readonly kind: "term"; readonly hue: number };

/** One line of text. `at` is on its vertical middle, and left, center or right by `align`. */
export interface Label {
  readonly text: string;
  readonly at: ScenePoint;
  /** CSS pixels. */
  readonly size: number;
  readonly bold: boolean;
  readonly align: "left" | "center" | "right";
  readonly tone: Tone;
}

/** "down" is a crashed node, whatever its role was. */
export type NodeForm = "follower" | "candidate" | "leader" | "down";

export interface NodeShape {
  readonly id: NodeId;
  readonly center: ScenePoint;
  /** CSS pixels, to the outline; timer and selection lie outside it. */
  readonly radius: number;
  /** CSS pixels, to the ring that shows selection. */
  readonly outerRadius: number;
  readonly form: NodeForm;
  /** The node's term: its hue, and printed in `labels`. */
  readonly term: number;
  readonly paused: boolean;
  /** The fault signs of its machine, on its rim. */
  readonly badges: readonly BadgeShape[];
  /** Name, role and term, inside the outline. */
  readonly labels: readonly Label[];
  /** The caption beside the node: its commit index, its vote, its fault signs. */
  readonly caption: readonly Label[];
  readonly timer: TimerShape | null;
  readonly ballot: BallotShape | null;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly predicted: boolean;
  readonly violating: boolean;
  /** "A", "B", … where walls cannot show the groups, or while a drag would cut them. */
  readonly group: string | null;
}

/** A fault sign on a node's rim; its words are in the caption and in the DOM. */
export interface BadgeShape {
  readonly kind: SignKind;
  readonly at: ScenePoint;
  /** CSS pixels, to its outline. */
  readonly radius: number;
}

/** The election timer: an arc that begins at the top, clockwise, and shrinks to nothing. */
export interface TimerShape {
  /** CSS pixels. */
  readonly radius: number;
  /** Time left, as a share (0 … 1) of the longest timeout. */
  readonly left: number;
  /** Whether the process is paused, so that its timer cannot take effect. */
  readonly paused: boolean;
}

/** A candidate's votes: one pip per node of the cluster; those that make a majority are larger. */
export interface BallotShape {
  readonly pips: readonly {
    readonly at: ScenePoint;
    /** CSS pixels. */
    readonly radius: number;
    /** Whether the vote was granted. */
    readonly filled: boolean;
  }[];
}

/** A pair of nodes that can talk, at least one way. */
export interface LinkShape {
  readonly between: readonly [NodeId, NodeId];
  readonly from: ScenePoint;
  readonly to: ScenePoint;
  readonly emphasis: "none" | "hovered" | "selected";
  /** Notes on how the link differs from the network. */
  readonly notes: readonly Label[];
}

/** A wall of a partition, or a piece of one: no message crosses it. */
export interface WallShape {
  readonly points: readonly ScenePoint[];
  /** All of the wall that this is a piece of: a message ends at it also where it is not drawn. */
  readonly whole: readonly ScenePoint[];
}

/** A single link that is cut. */
export interface BarrierShape {
  /** The cut direction; for "both" either one. */
  readonly from: NodeId;
  readonly to: NodeId;
  readonly blocks: "one" | "both";
  /** The middles of the two nodes. */
  readonly ends: readonly [ScenePoint, ScenePoint];
  /** The middle of the link. */
  readonly at: ScenePoint;
  /** The direction `from` → `to`, radians. */
  readonly angle: number;
  /** How far each direction's lane is from the link's middle line, CSS pixels. */
  readonly lane: number;
}

export type PacketBody =
  /** A vote asked for or answered: a ballot paper. */
  | { readonly kind: "ballot" }
  | { readonly kind: "draft" }
  /** Log entries: hollow squares, at most four; `more` when there are others. */
  | { readonly kind: "entries"; readonly squares: number; readonly more: boolean }
  | { readonly kind: "heartbeat" }
  /** An answer to entries or to a heartbeat. */
  | { readonly kind: "answer" }
  /** A client's request or its reply: a note. */
  | { readonly kind: "note" };

export type PacketMark = "none" | "question" | "tick" | "cross";

export interface PacketShape {
  readonly id: number;
  readonly from: Party;
  readonly to: Party;
  readonly body: PacketBody;
  /** Requests are filled, replies hollow and smaller. */
  readonly reply: boolean;
  readonly mark: PacketMark;
  readonly tone: Tone;
  readonly at: ScenePoint;
  /** Direction of flight, radians. */
  readonly angle: number;
  /** The far end of its tail, or null. */
  readonly tail: ScenePoint | null;
  /** 0 … 1. */
  readonly opacity: number;
  /** 1 is the size on a wide stage. */
  readonly scale: number;
  /** Drawn with a second outline: a copy made by the network. */
  readonly duplicate: boolean;
  /** How it ended before it arrived; null while it is in flight. */
  readonly death: "lost" | "wall" | null;
  readonly emphasis: "none" | "hovered" | "selected";
  readonly path: Path;
}

export interface ClientShape {
  readonly box: SceneBox;
  /** False where the page has a panel in place of the box. */
  readonly isDrawn: boolean;
  readonly labels: readonly Label[];
  /** The newest requests below it with their outcomes, newest first. */
  readonly requests: readonly ClientRequestShape[];
  readonly hovered: boolean;
  readonly selected: boolean;
}

export interface ClientRequestShape {
  readonly id: number;
  readonly outcome: RequestOutcome;
  /** The middle of the small sign before the text. */
  readonly sign: ScenePoint;
  readonly labels: readonly Label[];
}

/** The cutting line while it is drawn. */
export interface DragShape {
  readonly from: ScenePoint;
  readonly to: ScenePoint;
  /** The rest of the line across the stage; null while the line separates no nodes. */
  readonly across: readonly [ScenePoint, ScenePoint] | null;
}
