/** Paints the logs of a figure: a column for each node, a row for each index. */

import { drawCrown } from "../diagram/draw.ts";
import type { Engine } from "../engine/engine.ts";
import type { EntryView, LogWindow, MachineView, NodeView } from "../engine/view.ts";
import type { Surface } from "../stage/surface.ts";
import type { Theme } from "../stage/theme.ts";
import { termHue } from "../words/format.ts";
import { logLabels } from "../words/log-labels.ts";

export interface LogRoom {
  readonly width: number;
  readonly nodes: readonly NodeView[];
  readonly machines: readonly MachineView[];
  readonly window: LogWindow;
}

/** What decides how many rows there are. */
type Rows = Pick<LogRoom, "machines" | "window">;

/** The rows that a figure has room for. */
const ROWS_MOST = 12;
const ROW = 24;
const HEAD = 26;
/** The room for the numbers of the rows. */
const GUTTER = 34;
const GAP = 4;
/** A letter's width, as a share of its size: what is longer is cut. */
const LETTER = 0.56;
const SIZE = 12;
/** The room for the sign beside a node's name. */
const SIGN = 16;

/** The rows that a figure shows: the newest ones. */
export function newestRows(engine: Engine): LogWindow {
  const last = Math.max(0, ...engine.view().nodes.map(({ lastIndex }) => lastIndex ?? 0));
  return engine.logs(Math.max(1, last - ROWS_MOST + 1), ROWS_MOST);
}

/** How many rows there are: as many as the longest log has in sight, with what a snapshot replaced. */
export function logRowsOf({ machines, window }: Rows): number {
  const lengths = window.nodes.map(({ entries }, place) =>
    Math.max(
      entries.findLastIndex((entry) => entry !== null) + 1,
      replacedRows(machines[place], window),
    ),
  );
  return Math.max(0, ...lengths);
}

/** The rows in sight for which a node's snapshot stands: the first ones. */
function replacedRows(machine: MachineView | undefined, { first, nodes }: LogWindow): number {
  const rows = nodes[0]?.entries.length ?? 0;
  return Math.min(rows, Math.max(0, (machine?.snapshotIndex ?? 0) - first + 1));
}

export function logsHeight(rows: Rows): number {
  return HEAD + Math.max(1, logRowsOf(rows)) * ROW + 4;
}

export function drawLogs(surface: Surface, room: LogRoom, theme: Theme): void {
  const { width, nodes, machines, window } = room;
  const rows = logRowsOf(room);
  const column = (width - GUTTER) / Math.max(1, nodes.length);
  const commands = window.nodes.flatMap(({ entries }) =>
    entries.map((entry) => entry?.command ?? ""),
  );
  const labels = logLabels(commands.filter((command) => command !== ""));
  surface.textBaseline = "middle";
  for (let row = 0; row < rows; row += 1) {
    words(surface, `${window.first + row}`, GUTTER - 8, HEAD + (row + 0.5) * ROW, theme.inkSoft, {
      align: "right",
      theme,
    });
  }
  nodes.forEach((node, place) => {
    const left = GUTTER + place * column;
    head(surface, node, left, column - GAP, theme);
    const replaced = replacedRows(machines[place], window);
    if (replaced > 0)
      drawReplaced(
        surface,
        { x: left, y: HEAD + 2, width: column - GAP, height: replaced * ROW - 4 },
        theme,
      );
    const log = window.nodes[place];
    log?.entries.forEach((entry, row) => {
      if (entry === null) return;
      const isCommitted = window.first + row <= (log.commitIndex ?? 0);
      const box = { x: left, y: HEAD + row * ROW + 2, width: column - GAP, height: ROW - 4 };
      drawEntry(surface, entry, box, {
        isCommitted,
        isCrashed: node.status === "crashed",
        label: labels.get(entry.command) ?? "",
        theme,
      });
    });
  });
  if (rows === 0)
    words(surface, "All logs are empty.", GUTTER, HEAD + ROW / 2, theme.inkSoft, { theme });
}

/** The node's name with the sign of what it is: a leader's crown, a line through a crashed one. */
function head(surface: Surface, node: NodeView, left: number, width: number, theme: Theme): void {
  const isCrashed = node.status === "crashed";
  const name = fitted(`Node ${node.id}`, width - SIGN);
  const ink = isCrashed ? theme.inkSoft : theme.ink;
  words(surface, name, left, HEAD / 2, ink, { bold: true, theme });
  const end = left + name.length * SIZE * (LETTER + 0.1);
  surface.strokeStyle = ink;
  surface.lineWidth = 1.25;
  if (isCrashed) line(surface, left, HEAD / 2, end, HEAD / 2);
  else if (node.status === "paused") {
    for (const x of [end + 5, end + 9]) line(surface, x, HEAD / 2 - 4, x, HEAD / 2 + 4);
  } else if (node.role === "candidate") {
    words(surface, "?", end + 4, HEAD / 2, ink, { bold: true, theme });
  } else if (node.role === "leader") {
    surface.fillStyle = ink;
    drawCrown(surface, end + 9, HEAD / 2 + 4, 5);
  }
}

function line(surface: Surface, x: number, y: number, toX: number, toY: number): void {
  surface.beginPath();
  surface.moveTo(x, y);
  surface.lineTo(toX, toY);
  surface.stroke();
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A filled box is known to be committed; an outlined one is not, and a dashed one is of a crashed node. */
function drawEntry(
  surface: Surface,
  entry: EntryView,
  { x, y, width, height }: Box,
  looks: {
    readonly isCommitted: boolean;
    readonly isCrashed: boolean;
    readonly label: string;
    readonly theme: Theme;
  },
): void {
  const { isCommitted, isCrashed, label, theme } = looks;
  const hue = theme.terms[termHue(entry.term) % theme.terms.length] ?? theme.ink;
  surface.beginPath();
  surface.roundRect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, 3);
  surface.fillStyle = isCommitted ? hue : theme.paper;
  surface.fill();
  surface.strokeStyle = isCrashed && isCommitted ? theme.paper : hue;
  surface.lineWidth = 1.5;
  surface.setLineDash(isCrashed ? [4, 3] : []);
  surface.stroke();
  surface.setLineDash([]);
  const ink = isCommitted ? theme.paper : theme.ink;
  const term = String(entry.term);
  const used = (term.length + 1.4) * SIZE * LETTER;
  words(surface, term, x + 6, y + height / 2, ink, { bold: true, theme });
  words(surface, fitted(label, width - used - 8), x + 6 + used, y + height / 2, ink, { theme });
}

/** One box for all entries in sight that a snapshot stands for. */
function drawReplaced(surface: Surface, { x, y, width, height }: Box, theme: Theme): void {
  surface.beginPath();
  surface.roundRect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, 3);
  surface.strokeStyle = theme.line;
  surface.lineWidth = 1.5;
  surface.stroke();
  const middle = { x: x + width / 2, y: y + height / 2 };
  const text = fitted("in snapshot", width - 4);
  words(surface, text, middle.x, middle.y, theme.inkSoft, { align: "center", theme });
}

interface Looks {
  readonly theme: Theme;
  readonly bold?: boolean;
  readonly align?: CanvasTextAlign;
}

function words(
  surface: Surface,
  text: string,
  x: number,
  y: number,
  ink: string,
  looks: Looks,
): void {
  surface.font = `${looks.bold ? "600" : "400"} ${SIZE}px ${looks.theme.font}`;
  surface.textAlign = looks.align ?? "left";
  surface.fillStyle = ink;
  surface.fillText(text, x, y);
}

function fitted(text: string, width: number): string {
  const most = Math.floor(width / (SIZE * LETTER));
  if (text.length <= most) return text;
  return most < 2 ? "" : `${text.slice(0, most - 1)}…`;
}
