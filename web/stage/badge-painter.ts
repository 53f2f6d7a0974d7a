/**
 * The painter of fault signs. It comes with the signs themselves, which only the full engine has use
 * for: where there is a sign, there is its painter.
 */

import type { BadgeShape } from "./scene.ts";
import type { Surface } from "./surface.ts";
import type { Theme } from "./theme.ts";

type Paint = (context: Surface, badge: BadgeShape, theme: Theme) => void;

let paint: Paint = () => undefined;

export function bringPainter(brought: Paint): void {
  paint = brought;
}

export function drawBadges(context: Surface, badges: readonly BadgeShape[], theme: Theme): void {
  for (const badge of badges) paint(context, badge, theme);
}
