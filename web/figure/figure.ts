/**
 * A figure to take along: ring, logs and diagram of one moment as one SVG, with a caption and the
 * link to the run. Pure: the page and the script for documents make the same one.
 */

import { drawDiagram, drawNow } from "../diagram/draw.ts";
import { noFilter } from "../diagram/filter.ts";
import { layoutDiagram } from "../diagram/layout.ts";
import type { Reading } from "../diagram/reading.ts";
import { messageWords, pointWords } from "../diagram/words.ts";
import type { Lanes } from "../engine/lanes.ts";
import type { Frame, LogWindow, View } from "../engine/view.ts";
import { bringPainter } from "../stage/badge-painter.ts";
import { draw } from "../stage/draw.ts";
import { drawBadge } from "../stage/draw-badges.ts";
import { layout } from "../stage/layout.ts";
import { bringNotes } from "../stage/link-notes.ts";
import { placeNotes } from "../stage/place-notes.ts";
import { calmInput } from "../stage/settings.ts";
import type { Theme } from "../stage/theme.ts";
import { linkNotes, signsOf } from "../words/fault-signs.ts";
import { momentWords } from "../words/format.ts";
import { isOfRaft } from "../words/violations.ts";
import { drawLogs, logsHeight } from "./draw-logs.ts";
import { escaped, SvgSurface } from "./svg-surface.ts";

export const figureParts = ["ring", "logs", "diagram"] as const;
export type FigurePart = (typeof figureParts)[number];

/** The state that is drawn. */
export interface Shown {
  readonly frame: Frame;
  readonly view: View;
  readonly lanes: Lanes;
  readonly logs: LogWindow;
  /** The span of the diagram; null where it is not drawn. */
  readonly reading: Reading | null;
}

export interface Wish {
  readonly parts: ReadonlySet<FigurePart>;
  readonly theme: Theme;
  /** Below the figure; none when empty. */
  readonly caption: string;
  /** The address of the run; none when empty. */
  readonly link: string;
  /** What stands below the figure in place of a link: the short one of an example, with the moment. */
  readonly source?: string | null;
}

export interface Figure {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** False where the link is too long to be typed from paper: the description alone holds it. */
  readonly printsLink: boolean;
}

// A figure is made where the page has fetched no signs, too: by a script.
bringPainter(drawBadge);
bringNotes(placeNotes);

/** CSS pixels; a slide or a page of a paper shows it at any size. */
const WIDTH = 960;
const MARGIN = 24;
const GAP = 24;
/** Laid out as on a page with room for all words, and drawn smaller. */
const RING = { width: 480, height: 400, scale: 0.8 } as const;
const LANE = 44;
/** Beside the lanes of the nodes: the clients', and the moments at the foot. */
const LANES_MORE = 1.6;
const CAPTION = { size: 16, line: 22 } as const;
const LINK = { size: 11, line: 15, linesMost: 4, letter: 0.66 } as const;
/** A letter's width, as a share of its size. */
const LETTER = 0.53;

export function figureOf(
  shown: Shown,
  { parts, theme, caption, link, source = null }: Wish,
): Figure {
  const inner = WIDTH - 2 * MARGIN;
  const address = linkLines(source ?? link, inner);
  const blocks: Block[] = [];
  const [ring, logs] = [parts.has("ring"), parts.has("logs")];
  if (ring) blocks.push(ringBlock(shown, theme, logs ? 0 : (inner - RING.width) / 2));
  if (logs) blocks.push(logsBlock(shown, theme, ring ? RING.width + GAP : 0, inner));
  const top = Math.max(0, ...blocks.map(({ height }) => height));
  let y = MARGIN;
  let body = blocks.map((block) => placed(block, y + (top - block.height) / 2)).join("");
  y += top + (top > 0 ? GAP : 0);
  const below = [
    parts.has("diagram") && shown.reading !== null
      ? diagramBlock(shown, shown.reading, theme, inner)
      : null,
    textBlock(wrapped(caption, CAPTION.size, inner), CAPTION, theme.ink, theme),
    textBlock(address, LINK, theme.inkSoft, theme),
  ];
  for (const block of below) {
    if (block === null || block.height === 0) continue;
    body += placed(block, y);
    y += block.height + GAP / 2;
  }
  const height = Math.ceil(y + MARGIN - GAP / 2);
  const svg = whole(body, height, { shown, theme, caption, link });
  return { svg, width: WIDTH, height, printsLink: link === "" || address.length > 0 };
}

interface Block {
  readonly elements: string;
  readonly x: number;
  readonly height: number;
}

function placed({ elements, x }: Block, y: number): string {
  return `<g transform="translate(${Math.round(MARGIN + x)} ${Math.round(y)})">${elements}</g>`;
}

function whole(
  body: string,
  height: number,
  { shown, theme, caption, link }: { shown: Shown; theme: Theme; caption: string; link: string },
): string {
  const { view } = shown;
  const title = caption === "" ? `${view.status}, at ${momentWords(view.now)}` : caption;
  const source = link === "" ? "" : ` ${link}`;
  const about = `A run of the Raft Playground, seed ${view.seed}, digest ${view.digest}, at ${momentWords(view.now)}.${source}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">` +
    `<title>${escaped(title)}</title><desc>${escaped(about)}</desc>` +
    `<path d="M0 0H${WIDTH}V${height}H0Z" fill="${theme.paper}"/>${body}</svg>\n`
  );
}

// --- Parts ------------------------------------------------------------------------------

function ringBlock({ frame, view }: Shown, theme: Theme, x: number): Block {
  const surface = new SvgSurface("ring");
  const first = view.violation;
  const scene = layout(frame, {
    ...calmInput,
    width: RING.width / RING.scale,
    height: RING.height / RING.scale,
    cuts: view.cuts,
    groups: view.groups,
    faultSigns: view.machines.map(({ id }) => signsOf(view, id)),
    linkNotes: linkNotes(view),
    requests: view.requests,
    waiting: view.requestCounts.waiting,
    violating: first && isOfRaft(view, first) ? first.nodes : [],
    timerFull: view.options.electionTimeoutMs[1] * 1000,
    reducedMotion: true,
  });
  draw(surface, scene, theme);
  const elements = `<g transform="scale(${RING.scale})">${surface.elements}</g>`;
  return { elements, x, height: RING.height };
}

function logsBlock({ view, logs }: Shown, theme: Theme, x: number, inner: number): Block {
  const surface = new SvgSurface("logs");
  const { nodes, machines } = view;
  const room = { width: inner - x, nodes, machines, window: logs };
  drawLogs(surface, room, theme);
  return { elements: surface.elements, x, height: logsHeight(room) };
}

function diagramBlock(shown: Shown, reading: Reading, theme: Theme, width: number): Block {
  const { lanes, view } = shown;
  const messages = new Map(reading.view.messages.map((passage) => [passage.packet.id, passage]));
  const surface = new SvgSurface("diagram", (kind, id) => {
    if (kind === "event") {
      const point = reading.points[id];
      return point === undefined ? "" : pointWords(point);
    }
    const passage = messages.get(id);
    return passage === undefined ? "" : messageWords(passage);
  });
  const height = Math.round((lanes.nodes.length + LANES_MORE) * LANE);
  const scene = layoutDiagram(
    {
      lanes,
      view: reading.view,
      points: reading.points,
      now: view.now,
      head: reading.view.until,
      filter: noFilter,
      lit: null,
      rings: [],
    },
    reading.sight,
    { width, height },
  );
  // A figure shows a span, of which nothing is paler; a line says which moment the ring and the logs show.
  drawDiagram(surface, { ...scene, now: Number.POSITIVE_INFINITY }, theme);
  drawNow(surface, scene, theme);
  return { elements: surface.elements, x: 0, height };
}

// --- Words ------------------------------------------------------------------------------

interface Lettering {
  readonly size: number;
  readonly line: number;
}

function textBlock(
  lines: readonly string[],
  { size, line }: Lettering,
  ink: string,
  theme: Theme,
): Block {
  const surface = new SvgSurface("text");
  surface.font = `400 ${size}px ${theme.font}`;
  surface.fillStyle = ink;
  for (const [row, text] of lines.entries()) surface.fillText(text, 0, size + row * line);
  return { elements: surface.elements, x: 0, height: lines.length * line };
}

/** The lines of a text, broken between words. */
export function wrapped(text: string, size: number, width: number): readonly string[] {
  const most = Math.max(8, Math.floor(width / (size * LETTER)));
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    if (line !== "" && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** The lines of a link, broken anywhere; none when it is too long to be typed from paper. */
function linkLines(link: string, width: number): readonly string[] {
  const most = Math.floor(width / (LINK.size * LINK.letter));
  const lines = link.match(new RegExp(`.{1,${most}}`, "g")) ?? [];
  return lines.length > LINK.linesMost ? [] : lines;
}
