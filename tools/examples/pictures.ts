/**
 * The pictures of the examples: each scenario is played by the engine, and drawn by the page's own
 * layout at a telling moment, beside the lanes of the whole run. The same files give the same bytes.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import type { Engine } from "../../web/engine/engine.ts";
import type { Frame, Microseconds, View } from "../../web/engine/view.ts";
import { darkTheme, lightTheme } from "../../web/stage/inks.ts";
import { layout } from "../../web/stage/layout.ts";
import { calmInput } from "../../web/stage/settings.ts";
import type { Theme } from "../../web/stage/theme.ts";
import { fullEngine } from "./full-engine.ts";
import { lanesSvg } from "./lanes.ts";
import { n, ringSvg } from "./svg.ts";

/** The size of a picture; a card's address in a chat shows it three times as large. */
const size = { width: 320, height: 168 } as const;
const cardScale = 3;
/** The stage on which the ring is laid out, and how much smaller it is drawn. */
const stage = { width: 340, height: 290, scale: 0.58 } as const;
const lanes = { x: 196, y: 24, width: 112, height: 120 } as const;
/** How many moments of the run the lanes show. */
const samples = 112;

export interface Picture {
  readonly light: string;
  readonly dark: string;
  readonly card: Uint8Array;
}

let isReady = false;

async function ready(root: string): Promise<void> {
  if (isReady) return;
  const require = createRequire(join(root, "package.json"));
  await initWasm(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  isReady = true;
}

/** The picture of a scenario, from the text of its file. */
export async function pictureOf(root: string, text: string): Promise<Picture> {
  await ready(root);
  const engine = fullEngine(root);
  engine.openScenario(text);
  const { head } = engine.view();
  const moment = tellingMoment(engine, head);
  const frames = Array.from({ length: samples }, (_, step) => {
    engine.seek(Math.round((head * (step + 0.5)) / samples));
    return engine.frame();
  });
  engine.seek(moment);
  const drawn = { view: engine.view(), frame: engine.frame(), frames, head };
  const light = draw(drawn, lightTheme);
  return { light, dark: draw(drawn, darkTheme), card: png(light) };
}

/** The moment of the first violation; else the moment, near a late caption, with most messages. */
function tellingMoment(engine: Engine, head: Microseconds): Microseconds {
  engine.seek(head);
  const { violation } = engine.view();
  if (violation !== null) return violation.at;
  const captions = captionMoments(engine, head);
  const near = captions[Math.floor(captions.length * 0.6)] ?? head / 2;
  return busiest(engine, near, Math.min(head, near + 400_000));
}

/** The moments at which the caption changes, to a hundredth of the run. */
function captionMoments(engine: Engine, head: Microseconds): readonly Microseconds[] {
  const moments: Microseconds[] = [];
  let said: string | null = null;
  for (let step = 0; step <= 100; step += 1) {
    const at = Math.round((head * step) / 100);
    engine.seek(at);
    const { caption } = engine.view();
    if (caption !== said) moments.push(at);
    said = caption;
  }
  return moments;
}

function busiest(engine: Engine, from: Microseconds, until: Microseconds): Microseconds {
  let best = from;
  let most = -1;
  for (let at = from; at <= until; at += 10_000) {
    engine.seek(at);
    const flying = engine.frame().packets.filter(({ dueAt }) => dueAt > at + 15_000).length;
    if (flying > most) [best, most] = [at, flying];
  }
  return best;
}

interface Drawn {
  /** At the telling moment. */
  readonly view: View;
  readonly frame: Frame;
  /** All along the run, which ends at `head`. */
  readonly frames: readonly Frame[];
  readonly head: Microseconds;
}

function draw({ view, frame, frames, head }: Drawn, theme: Theme): string {
  const scene = layout(frame, {
    ...calmInput,
    width: stage.width,
    height: stage.height,
    cuts: view.cuts,
    groups: view.groups,
    violating: view.violation?.nodes ?? [],
    timerFull: view.options.electionTimeoutMs[1] * 1000,
  });
  const middle = middleOf(scene.nodes.map(({ center }) => center));
  const shift = `translate(${n(94 - middle.x * stage.scale)} ${n(84 - middle.y * stage.scale)})`;
  const { width, height } = size;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">` +
    `<path d="M0 0H${width}V${height}H0Z" fill="${theme.paper}"/>` +
    `<g transform="${shift} scale(${stage.scale})">${ringSvg(scene, theme)}</g>` +
    // Walls end here, whatever the ring's size.
    `<path d="M188 0H${width}V${height}H188Z" fill="${theme.paper}"/>` +
    `${lanesSvg(frames, head === 0 ? 0 : view.now / head, lanes, theme)}</svg>\n`
  );
}

/** The middle of the box around these points. */
function middleOf(points: readonly { readonly x: number; readonly y: number }[]) {
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { x: middle(points.map(({ x }) => x)), y: middle(points.map(({ y }) => y)) };
}

function png(svg: string): Uint8Array {
  const image = new Resvg(svg, { fitTo: { mode: "zoom", value: cardScale } });
  return image.render().asPng();
}
