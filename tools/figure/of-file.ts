/** The figure of a scenario file. */

import { readSpan } from "../../web/diagram/reading.ts";
import type { Microseconds } from "../../web/engine/view.ts";
import { newestRows } from "../../web/figure/draw-logs.ts";
import { type FigurePart, figureOf, figureParts } from "../../web/figure/figure.ts";
import { darkTheme, lightTheme } from "../../web/stage/inks.ts";
import { fullEngine } from "../examples/full-engine.ts";

interface Asked {
  /** The end of the run when null. */
  readonly at: Microseconds | null;
  /** Where the diagram begins; a second before `at` when null. */
  readonly from: Microseconds | null;
  readonly shows: readonly string[];
  readonly dark: boolean;
  /** What the scenario says at that moment when null. */
  readonly caption: string | null;
}

const SECOND = 1_000_000;

/** Throws one sentence when the file, the moment or a part is none. */
export function figureOfFile(root: string, text: string, asked: Asked): string {
  const parts = asked.shows.map((name): FigurePart => {
    const part = figureParts.find((each) => each === name);
    if (part === undefined)
      throw new Error(`--shows names "${name}": expected some of ${figureParts.join(", ")}.`);
    return part;
  });
  const engine = fullEngine(root);
  engine.openScenario(text);
  const at = asked.at ?? engine.view().head;
  engine.seek(at);
  const view = engine.view();
  const from = asked.from ?? Math.max(0, at - SECOND);
  if (parts.includes("diagram") && from >= at)
    throw new Error(`--from is ${from / SECOND} s, but must be before --at, ${at / SECOND} s.`);
  const lanes = engine.lanes();
  const reading = parts.includes("diagram")
    ? readSpan(
        (start, end, most) => engine.diagram(start, end, most),
        { from, span: at - from },
        lanes.nodes.length,
      )
    : null;
  return figureOf(
    { frame: engine.frame(), view, lanes, logs: newestRows(engine), reading },
    {
      parts: new Set(parts),
      theme: asked.dark ? darkTheme : lightTheme,
      caption: asked.caption ?? view.caption ?? "",
      link: "",
    },
  ).svg;
}
