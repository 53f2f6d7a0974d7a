/** What the diagram draws, as shapes in CSS pixels. `layout.ts` makes it, `draw.ts` paints it. */

import type { PassageEnd } from "../engine/diagram.ts";

export type BandForm = "follower" | "candidate" | "leader" | "paused" | "crashed";

export interface BandShape {
  readonly left: number;
  readonly right: number;
  readonly hue: number;
  readonly form: BandForm;
  readonly term: number;
  /** Whether it could not speak with some of the others, or with so many that no majority was left. */
  readonly cut: "none" | "some" | "majority";
}

/** A stretch along a lane in which the node held messages back for its disk. */
export interface SilenceShape {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

export interface LaneShape {
  readonly label: string;
  readonly y: number;
  readonly bands: readonly BandShape[];
}

/**
 * How much a thing stands out: by what is asked for, and by what is pointed at. Of two compared
 * runs, "shared" is what both have.
 */
export type Light = "plain" | "lit" | "dim" | "shared";

export interface LineShape {
  /** The id of the message. */
  readonly id: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Until where it waits along the lane of a paused process; null for one that does not. */
  readonly waitsUntil: number | null;
  readonly end: PassageEnd;
  /** The hue of its term; null for a message of the clients. */
  readonly hue: number | null;
  readonly isReply: boolean;
  /** A heartbeat, or the answer to one. */
  readonly isRoutine: boolean;
  readonly light: Light;
}

export const markSigns = [
  "dot",
  "crown",
  "commit",
  "told",
  "applied",
  "crash",
  "restart",
  "pause",
  "timeout",
  "disk",
  "held",
  "request",
  "answer",
  "world",
] as const;
export type MarkSign = (typeof markSigns)[number];

export interface MarkShape {
  /** The id of its point; null for a mark of the lanes, which has none. */
  readonly point: number | null;
  readonly x: number;
  readonly y: number;
  readonly sign: MarkSign;
  readonly light: Light;
}

/** A place that can be pressed or focused. */
export interface PlaceShape {
  readonly point: number;
  readonly x: number;
  readonly y: number;
}

export interface CountShape {
  readonly left: number;
  readonly right: number;
  /** Its height as a share of the highest one. */
  readonly share: number;
}

/** Lanes ahead of the moment shown, to where they were played. */
export interface ForecastShape {
  readonly lanes: readonly LaneShape[];
  readonly marks: readonly MarkShape[];
  readonly until: number;
}

export interface DiagramScene {
  readonly width: number;
  readonly height: number;
  /** Where time begins; the labels of the lanes stand before. */
  readonly left: number;
  /** Where time ends. */
  readonly right: number;
  /** The foot of the lanes, where the moments are written. */
  readonly foot: number;
  readonly pitch: number;
  readonly lanes: readonly LaneShape[];
  readonly silences: readonly SilenceShape[];
  readonly lines: readonly LineShape[];
  readonly marks: readonly MarkShape[];
  readonly places: readonly PlaceShape[];
  readonly counts: readonly CountShape[];
  readonly violations: readonly number[];
  /** Where the rule that is broken on purpose was missing. */
  readonly missteps: readonly number[];
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  /** The moment shown. */
  readonly now: number;
  /** The furthest moment played: behind it there is nothing. */
  readonly head: number;
  /** What comes if we wait, in place of what was played after the moment shown. */
  readonly forecast: ForecastShape | null;
  /** The points in focus and under the pointer. */
  readonly rings: readonly PlaceShape[];
  /** The stretch that is being selected. */
  readonly selection: readonly [number, number] | null;
  /** Where two compared runs diverge. */
  readonly parting: number | null;
}
