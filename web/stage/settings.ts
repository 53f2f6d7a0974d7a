/**
 * What layout needs besides the frame: the stage's size, the selection, cuts, the client's
 * requests, a drag in progress.
 */

import type { Microseconds, NodeId, RequestView } from "../engine/view.ts";
import type { FaultSign, LinkNote } from "../words/fault-signs.ts";
import type { Hit } from "./hit.ts";
import type { ScenePoint } from "./point.ts";
import type { ClientPlace } from "./ring.ts";

/** Everything that `layout` needs besides the frame. */
export interface StageSettings extends StageInput {
  /** CSS pixels. */
  readonly width: number;
  /** CSS pixels. */
  readonly height: number;
}

/** The part that the page supplies; the stage adds its own size. */
export interface StageInput {
  /** `view.version`: when it has changed, the stage redraws. */
  readonly version: number;
  readonly selected: Hit | null;
  readonly hovered: Hit | null;
  /** `view.cuts`: directed links that are cut now (those that a partition implies may be among them). */
  readonly cuts: readonly { readonly from: NodeId; readonly to: NodeId }[];
  /** `view.groups`. */
  readonly groups: readonly (readonly NodeId[])[] | null;
  /** The fault signs of each node's machine, by id. */
  readonly faultSigns: readonly (readonly FaultSign[])[];
  /** Notes on links that differ from the network. */
  readonly linkNotes: readonly LinkNote[];
  readonly client: ClientPlace;
  /** Whether no word may be smaller than 16 pixels, for a hall. */
  readonly large: boolean;
  /** `view.requests`, of which the client shows the outcomes of the newest. */
  readonly requests: readonly RequestView[];
  /** `view.requestCounts.waiting`. */
  readonly waiting: number;
  /** The node that the visitor expects to time out first; null when no prediction is open. */
  readonly predicted: NodeId | null;
  /** `view.violation?.nodes`, or none. */
  readonly violating: readonly NodeId[];
  /**
   * The span that a full timer arc stands for: the longest election timeout
   * (`view.options.electionTimeoutMs[1] * 1000`). All arcs share it, so that they compare.
   */
  readonly timerFull: Microseconds;
  readonly drag: StageDrag | null;
  readonly reducedMotion: boolean;
}

/** A line that a person draws across the ring to cut the network in two. */
export interface StageDrag {
  readonly from: ScenePoint;
  readonly to: ScenePoint;
}

/** The input without selection, cuts or requests, to be spread and overwritten. */
export const calmInput: StageInput = {
  version: 0,
  selected: null,
  hovered: null,
  cuts: [],
  groups: null,
  faultSigns: [],
  linkNotes: [],
  client: "drawn",
  large: false,
  requests: [],
  waiting: 0,
  predicted: null,
  violating: [],
  timerFull: 3_000_000,
  drag: null,
  reducedMotion: false,
};
