/**
 * Parts of the ring that look the same again and again. A canvas can paint them from pictures that it
 * keeps (`pictures.ts`), which is fetched once the page is drawn; before, and on any other surface,
 * they are painted stroke by stroke.
 */

import type { ScenePoint } from "./point.ts";
import type { Label, NodeShape, PacketShape } from "./scene.ts";
import type { Surface } from "./surface.ts";
import type { Theme } from "./theme.ts";

/** The ground of a node, which is its disc and the track of its timer; words; or what flies. */
export type KeptPart = NodeShape | readonly Label[] | PacketShape;

/** Paints a part; what flies may be painted at another place, and in another direction. */
export type PaintKept = (on: Surface, at?: ScenePoint, angle?: number) => void;

type PaintPart = (context: Surface, theme: Theme, part: KeptPart, paint: PaintKept) => void;

export let paintPart: PaintPart = (context, _theme, _part, paint) => paint(context);

export function bringPictures(brought: PaintPart): void {
  paintPart = brought;
}
