/** Paints the client and what became of its newest requests. */

import type { RequestOutcome } from "../engine/view.ts";
import { drawLabel } from "./draw-text.ts";
import { impossible } from "./impossible.ts";
import type { ScenePoint } from "./point.ts";
import type { ClientShape } from "./scene.ts";
import type { Surface } from "./surface.ts";
import type { Theme } from "./theme.ts";

export function drawClient(context: Surface, client: ClientShape, theme: Theme): void {
  if (!client.isDrawn) return;
  const { left, top, width, height } = client.box;
  context.beginPath();
  context.roundRect(left, top, width, height, 6);
  context.fillStyle = theme.paper;
  context.fill();
  context.strokeStyle = client.selected || client.hovered ? theme.ink : theme.inkSoft;
  context.lineWidth = client.selected ? 2.5 : 1.5;
  context.stroke();
  for (const label of client.labels) drawLabel(context, label, theme);
  for (const request of client.requests) {
    for (const label of request.labels) drawLabel(context, label, theme, true);
    if (request.labels[0] !== undefined && request.labels[0].at.x > request.sign.x) {
      drawSign(context, request.sign, request.outcome, theme);
    }
  }
}

/** The sign of an outcome: hollow for waiting, solid for acknowledged, a cross, a question mark. */
function drawSign(context: Surface, at: ScenePoint, outcome: RequestOutcome, theme: Theme): void {
  context.strokeStyle = theme.ink;
  context.fillStyle = theme.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  switch (outcome) {
    case "waiting":
      context.rect(at.x - 3.5, at.y - 3.5, 7, 7);
      context.stroke();
      return;
    case "acknowledged":
      context.rect(at.x - 4, at.y - 4, 8, 8);
      context.fill();
      return;
    case "refused":
      context.moveTo(at.x - 3.5, at.y - 3.5);
      context.lineTo(at.x + 3.5, at.y + 3.5);
      context.moveTo(at.x + 3.5, at.y - 3.5);
      context.lineTo(at.x - 3.5, at.y + 3.5);
      context.stroke();
      return;
    case "unknown":
      context.setLineDash([2, 2]);
      context.rect(at.x - 3.5, at.y - 3.5, 7, 7);
      context.stroke();
      context.setLineDash([]);
      return;
    default:
      impossible(outcome);
  }
}
