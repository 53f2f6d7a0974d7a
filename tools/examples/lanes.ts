/** A strip of lanes: the role and the term of each node over the whole run, for the cards of the examples. */

import type { Frame, NodeView } from "../../web/engine/view.ts";
import { colorOf, type Theme } from "../../web/stage/theme.ts";
import { n } from "./svg.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The lanes of these frames, which lie at equal distances, with a line at the moment `at` (0 … 1). */
export function lanesSvg(frames: readonly Frame[], at: number, box: Box, theme: Theme): string {
  const nodes = frames[0]?.nodes ?? [];
  const pitch = box.height / nodes.length;
  const step = box.width / frames.length;
  /** The lines of each style, joined into one path. */
  const paths = new Map<string, string>();
  nodes.forEach((_, node) => {
    const y = n(box.y + pitch * (node + 0.5));
    for (const { look, first, count } of pieces(frames.map((frame) => lookOf(frame.nodes[node])))) {
      const style = styleOf(look, pitch, theme);
      const line = `M${n(box.x + first * step)} ${y}h${n(count * step)}`;
      paths.set(style, (paths.get(style) ?? "") + line);
    }
  });
  const lanes = [...paths].map(([style, lines]) => `<path d="${lines}" ${style}/>`);
  const x = n(box.x + at * box.width);
  const mark = `<path d="M${x} ${n(box.y - 4)}V${n(box.y + box.height + 4)}" stroke="${theme.ink}" stroke-width="1"/>`;
  return lanes.join("") + mark;
}

type Form = NodeView["role"] | "down";

interface Look {
  readonly form: Form;
  readonly term: number;
}

function lookOf(node: NodeView | undefined): Look {
  if (node === undefined) return { form: "down", term: 0 };
  return { form: node.status === "crashed" ? "down" : node.role, term: node.term };
}

interface Piece {
  readonly look: Look;
  readonly first: number;
  readonly count: number;
}

/** Joins neighbors that look the same. */
function pieces(looks: readonly Look[]): readonly Piece[] {
  const joined: Piece[] = [];
  looks.forEach((look, place) => {
    const last = joined.at(-1);
    if (last && last.look.form === look.form && last.look.term === look.term) {
      joined[joined.length - 1] = { ...last, count: last.count + 1 };
    } else {
      joined.push({ look, first: place, count: 1 });
    }
  });
  return joined;
}

function styleOf({ form, term }: Look, pitch: number, theme: Theme): string {
  const hue = colorOf({ kind: "term", hue: term }, theme);
  const thick = Math.min(9, pitch * 0.55);
  const stroke = (color: string, width: number, more = "") =>
    `stroke="${color}" stroke-width="${n(width)}"${more}`;
  switch (form) {
    case "follower":
      return stroke(hue, thick / 4);
    case "candidate":
      return stroke(hue, thick * 0.7, ' stroke-dasharray="2 1.5"');
    case "leader":
      return stroke(hue, thick);
    case "down":
      return stroke(theme.line, 1, ' stroke-dasharray="1 4"');
  }
}
