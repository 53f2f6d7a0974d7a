/** Lays out the client: its box, how many requests wait, and what became of the newest. */

import type { RequestView } from "../engine/view.ts";
import { letterWidth } from "./captions.ts";
import { type ScenePoint, scenePoint } from "./point.ts";
import type { Ring } from "./ring.ts";
import type { ClientRequestShape, ClientShape, Label } from "./scene.ts";
import type { StageSettings } from "./settings.ts";

/** Requests listed below the client. */
const listedWide = 3;
const listedCompact = 1;

export function layoutClient(settings: StageSettings, ring: Ring): ClientShape {
  const box = ring.client;
  const middle = scenePoint(box.left + box.width / 2, box.top + box.height / 2);
  const { waiting } = settings;
  const inner = wordsSize(ring);
  const count = `${waiting} waiting`;
  const title: Label = {
    text: "Client",
    at: scenePoint(middle.x, waiting > 0 ? middle.y - inner * 0.65 : middle.y),
    size: Math.max(ring.compact ? 12 : 14, wordsSize(ring)),
    bold: true,
    align: "center",
    tone: { kind: "ink" },
  };
  const counted: Label = {
    // Two digits may leave no room for the longer word.
    text: fitted(count, box.width - 4, inner) === count ? count : `${waiting} wait`,
    at: scenePoint(middle.x, middle.y + inner * 0.8),
    size: inner,
    bold: false,
    align: "center",
    tone: { kind: "soft" },
  };
  const isDrawn = ring.clientPlace === "drawn";
  return {
    box,
    isDrawn,
    labels: !isDrawn ? [] : waiting > 0 ? [title, counted] : [title],
    requests: isDrawn ? newest(settings.requests, ring) : [],
    hovered: settings.hovered !== null && settings.hovered.kind === "client",
    selected: settings.selected !== null && settings.selected.kind === "client",
  };
}

/** Small, since three requests have to fit below the client; but not in a hall. */
function wordsSize({ compact, large, text }: Ring): number {
  if (large) return text.caption;
  return compact ? 11 : 12;
}

function newest(requests: readonly RequestView[], ring: Ring): ClientRequestShape[] {
  const listed = ring.compact ? listedCompact : listedWide;
  const size = wordsSize(ring);
  const leading = size * 1.3;
  const pitch = ring.compact ? leading * 2.2 : leading * 2.6;
  const left = ring.client.left + 1;
  const indent = ring.compact ? 0 : 14;
  const top = ring.client.top + ring.client.height + (ring.compact ? 12 : 20);
  const room = ring.requests.width - indent;
  return requests
    .slice(-listed)
    .reverse()
    .map((request, index) => {
      const first = top + pitch * index;
      const at = (y: number): ScenePoint => scenePoint(left + indent, y);
      return {
        id: request.id,
        outcome: request.outcome,
        sign: scenePoint(left + 4, first),
        labels: [
          line(fitted(request.command, room, size), at(first), size, "ink"),
          line(fitted(request.outcome, room, size), at(first + leading), size, "soft"),
        ],
      };
    });
}

function line(text: string, at: ScenePoint, size: number, tone: "ink" | "soft"): Label {
  return { text, at, size, bold: false, align: "left", tone: { kind: tone } };
}

/** The text, cut off with an ellipsis where it would outgrow `room` pixels. */
export function fitted(text: string, room: number, size: number): string {
  const letters = Math.max(1, Math.floor(room / (letterWidth * 0.93 * size)));
  const characters = Array.from(text);
  return characters.length <= letters ? text : `${characters.slice(0, letters - 1).join("")}…`;
}
