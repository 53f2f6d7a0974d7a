/**
 * The notes on links. What places them comes with the notes themselves, which only the full engine
 * has use for.
 */

import type { NodeId } from "../engine/view.ts";
import type { ScenePoint } from "./point.ts";
import type { Ring } from "./ring.ts";
import type { Label } from "./scene.ts";
import type { StageSettings } from "./settings.ts";

/** A link between two nodes, the one with the lower place first. */
export interface LinkEnds {
  readonly first: NodeId;
  readonly second: NodeId;
  readonly from: ScenePoint;
  readonly to: ScenePoint;
}

type PlaceNotes = (link: LinkEnds, settings: StageSettings, ring: Ring) => readonly Label[];

export let placeNotes: PlaceNotes = () => [];

export function bringNotes(brought: PlaceNotes): void {
  placeNotes = brought;
}
