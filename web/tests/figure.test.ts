/** Figures: well-formed, alone in the world, and with everything that the span holds. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { pointsOf } from "../diagram/points.ts";
import { readSpan } from "../diagram/reading.ts";
import type { Engine } from "../engine/engine.ts";
import { type FigurePart, figureOf, figureParts, wrapped } from "../figure/figure.ts";
import { fileName } from "../figure/file-name.ts";
import { escaped, SvgSurface } from "../figure/svg-surface.ts";
import { darkTheme, lightTheme } from "../stage/inks.ts";
import { anEngine, playEvening } from "./engine.ts";

const SECOND = 1_000_000;
const require = createRequire(import.meta.url);

let engine: Engine;
beforeAll(async () => {
  await initWasm(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  engine = anEngine();
  playEvening(engine);
});

const read = (from: number, until: number, most: number) => engine.diagram(from, until, most);

function figure(parts: readonly FigurePart[], more: { from?: number; until?: number } = {}) {
  const { from = 2 * SECOND, until = 4 * SECOND } = more;
  const reading = readSpan(read, { from, span: until - from }, 5);
  const shown = {
    frame: engine.frame(),
    view: engine.view(),
    lanes: engine.lanes(),
    logs: engine.logs(1, 12),
    reading,
  };
  const wish = {
    parts: new Set(parts),
    theme: lightTheme,
    caption: 'Two "leaders" & <one> term',
    link: "https://example.org/#UlA",
  };
  return { ...figureOf(shown, wish), reading, shown, wish };
}

/** The numbers that stand in attributes of this name, each once. */
function named(svg: string, attribute: string): ReadonlySet<number> {
  return new Set(
    [...svg.matchAll(new RegExp(`${attribute}="(\\d+)"`, "g"))].map(([, id]) => Number(id)),
  );
}

describe("a figure", () => {
  it.each([...figureParts.map((part) => [part]), [...figureParts]])(
    "is read by a strict reader of SVG, at the size that it says: %s",
    (...parts) => {
      const { svg, width, height } = figure(parts as FigurePart[]);
      const image = new Resvg(svg);
      expect([image.width, image.height]).toEqual([width, height]);
    },
  );

  it("refers to nothing outside of itself", () => {
    const { svg } = figure(figureParts);
    const addresses = [...svg.matchAll(/(?:href|src|url)\s*[=(]\s*"?([^")\s]*)/g)];
    expect(addresses.length).toBeGreaterThan(0);
    for (const [, address] of addresses) expect(address).toMatch(/^#(diagram|ring|logs|text)-\d+$/);
    for (const [, address] of addresses) expect(svg).toContain(`id="${address?.slice(1)}"`);
    expect(svg).not.toMatch(/<(script|style|image|use|foreignObject)\b/);
  });

  it.each([
    [0, 1],
    [2, 4],
    [3.1, 3.2],
    [0, 6],
  ])("holds each message and each event of %d s to %d s, once, with its words", (from, until) => {
    const { svg, reading } = figure(["diagram"], { from: from * SECOND, until: until * SECOND });
    const { view } = reading;
    expect(view.counts).toBeNull();
    const ids = new Set(view.messages.map(({ packet }) => packet.id));
    expect(ids.size).toBe(view.messages.length);
    expect(named(svg, "data-message")).toEqual(ids);
    const happened = pointsOf(view, 5).filter(({ what }) => what.kind === "happened");
    expect(named(svg, "data-event")).toEqual(new Set(happened.map(({ id }) => id)));
    expect(svg.match(/<g data-/g)?.length ?? 0).toBe(ids.size + happened.length);
    expect(svg.match(/<g data-[a-z]+="\d+"><title>[^<]/g)?.length ?? 0).toBe(
      ids.size + happened.length,
    );
  });

  it("marks the moment that ring and logs show, where it lies within the span", () => {
    const end = engine.view().now;
    const lines = () =>
      [...figure(["diagram"]).svg.matchAll(/d="M([\d.]+) 0L\1 [\d.]+"[^>]*stroke-width="2"/g)]
        .length;
    expect(lines()).toBe(0);
    engine.seek(3 * SECOND);
    expect(lines()).toBe(1);
    engine.seek(end);
  });

  it("counts messages where there are too many, as the diagram does", () => {
    engine.act({ workload: { per_second: 20, clients: 3 } });
    engine.seek(60 * SECOND);
    const { svg, reading } = figure(["diagram"], { from: 0, until: 60 * SECOND });
    expect(reading.view.counts).not.toBeNull();
    expect(named(svg, "data-message").size).toBe(0);
  });

  it("shows each entry of the logs, filled when its node knows that it is committed", () => {
    const { svg, shown } = figure(["logs"]);
    const entries = shown.logs.nodes.flatMap(({ entries, commitIndex }) =>
      entries.map((entry, row) => entry && { ...entry, isCommitted: row < (commitIndex ?? 0) }),
    );
    const held = entries.filter((entry) => entry !== null);
    expect(held.length).toBeGreaterThan(0);
    const hollow = new RegExp(`a3 3 [^"]*" fill="${lightTheme.paper}"`, "g");
    const boxes = svg.match(/a3 3 [^"]*" fill="#/g)?.length ?? 0;
    expect(boxes).toBe(held.length);
    expect(svg.match(hollow)?.length ?? 0).toBe(held.filter((each) => !each.isCommitted).length);
  });

  it("says of the entries for which a snapshot stands where they are", () => {
    const snapped = anEngine();
    const file = "../../scenarios/conformance/a_follower_that_was_away_is_sent_a_snapshot.json";
    snapped.openScenario(readFileSync(new URL(file, import.meta.url), "utf8"));
    const drawn = (rows: number) => {
      const { svg, height } = figureOf(
        {
          frame: snapped.frame(),
          view: snapped.view(),
          lanes: snapped.lanes(),
          logs: snapped.logs(1, rows),
          reading: null,
        },
        { parts: new Set(["logs"]), theme: lightTheme, caption: "", link: "" },
      );
      return { height, boxes: svg.match(/>in snapshot</g)?.length ?? 0, svg };
    };
    snapped.seek(4 * SECOND);
    const { nodes, machines } = snapped.view();
    for (const { snapshotIndex } of machines) expect(snapshotIndex).toBeGreaterThanOrEqual(8);
    expect(drawn(12).boxes).toBe(nodes.length);
    // Where nothing else is in sight, the logs are not said to be empty.
    expect(drawn(4).boxes).toBe(nodes.length);
    expect(drawn(4).svg).not.toContain("All logs are empty");
    expect(drawn(8).height - drawn(4).height).toBe(4 * 24);
  });

  it("shows of each node what the page shows: its vote, and in the logs who leads and who is down", () => {
    const eight = anEngine();
    const file = "../../scenarios/figure_8_overwritten.json";
    eight.openScenario(readFileSync(new URL(file, import.meta.url), "utf8"));
    eight.seek(7.8 * SECOND);
    const [frame, view, lanes, logs] = [
      eight.frame(),
      eight.view(),
      eight.lanes(),
      eight.logs(1, 12),
    ];
    const drawn = (part: FigurePart) =>
      figureOf(
        { frame, view, lanes, logs, reading: null },
        { parts: new Set([part]), theme: lightTheme, caption: "", link: "" },
      ).svg;
    const votes = [...drawn("ring").matchAll(/>vote → Node (\d)</g)].map(([, to]) => to);
    // Each stands there twice: with a border of paper around it, and in ink.
    expect(votes.toSorted()).toEqual([..."0044444444"]);
    expect(view.nodes.filter(({ status }) => status === "crashed").map(({ id }) => id)).toEqual([
      0,
    ]);
    // Node 0 holds two entries, and the name above them is struck out; Node 4 has a crown.
    expect(drawn("logs").match(/stroke-dasharray="4 3"/g)).toHaveLength(2);
    expect(drawn("logs").match(/<path d="M[\d.]+ 13L[\d.]+ 13"/g)).toHaveLength(1);
    expect(drawn("logs").match(/<path d="M([\d.]+ [\d.]+L?){7}Z"/g)).toHaveLength(1);
  });

  it("has the short link of an example below it, and the whole one in its description", () => {
    const { shown, wish } = figure(["ring"]);
    const link = `https://example.org/#${"UlA".repeat(900)}`;
    expect(figureOf(shown, { ...wish, link }).printsLink).toBe(false);
    const source = "https://example.org/?example=story at 4.00 s";
    const { svg, printsLink } = figureOf(shown, { ...wish, link, source });
    expect(printsLink).toBe(true);
    expect(svg).toContain(`>${source}</text>`);
    expect(svg).toContain(`${link}</desc>`);
  });

  it("carries its caption, its link, and which run it is of", () => {
    const { svg, shown } = figure(["ring"]);
    expect(svg).toContain("<title>Two &quot;leaders&quot; &amp; &lt;one&gt; term</title>");
    expect(svg).toContain(`seed ${shown.view.seed}, digest ${shown.view.digest}`);
    expect(svg).toContain(">https://example.org/#UlA</text>");
  });

  it("is the same for the same state, and differs in its colors alone when it is dark", () => {
    const { svg, shown, wish } = figure(figureParts);
    expect(figureOf(shown, wish).svg).toBe(svg);
    const dark = figureOf(shown, { ...wish, theme: darkTheme }).svg;
    const colorless = (text: string) => text.replace(/#[0-9A-F]{6}\b/g, "#");
    expect(dark).not.toBe(svg);
    expect(colorless(dark)).toBe(colorless(svg));
  });
});

describe("what is painted", () => {
  it("keeps its transformation, its pen and its clip as a canvas does", () => {
    const surface = new SvgSurface("x");
    surface.fillStyle = "#111111";
    surface.save();
    surface.translate(3, 4);
    surface.rotate(Math.PI / 2);
    surface.rect(0, 0, 2, 2);
    surface.clip();
    surface.fillStyle = "#222222";
    surface.fillRect(0, 0, 1, 1);
    surface.restore();
    surface.fillRect(5, 5, 1, 1);
    expect(surface.elements).toBe(
      '<clipPath id="x-1"><path d="M0 0h2v2h-2Z" transform="translate(3 4)rotate(90)"/></clipPath>' +
        '<g clip-path="url(#x-1)"><path d="M0 0h1v1h-1Z" fill="#222222" transform="translate(3 4)rotate(90)"/></g>' +
        '<path d="M5 5h1v1h-1Z" fill="#111111"/>',
    );
  });

  it.each([
    [0, 2 * Math.PI, false, "M10 0A10 10 0 0 1 -10 0A10 10 0 0 1 10 0"],
    [0, Math.PI / 2, false, "M10 0A10 10 0 0 1 0 10"],
    [0, Math.PI / 2, true, "M10 0A10 10 0 0 0 -7.07 -7.07A10 10 0 0 0 0 10"],
    [-Math.PI / 2, Math.PI, false, "M0 -10A10 10 0 0 1 7.07 7.07A10 10 0 0 1 -10 0"],
  ])("draws an arc from %d to %d as one or two of SVG's", (from, until, back, path) => {
    const surface = new SvgSurface("x");
    surface.beginPath();
    surface.arc(0, 0, 10, from, until, back);
    surface.fill();
    expect(surface.elements.replace(/-0\b(?!\.)/g, "0")).toContain(`d="${path}"`);
  });

  it("writes no sign that XML has no place for", () => {
    expect(escaped("a\u0000b\u001f<\ud83e\udd80>")).toBe("a\ufffdb\ufffd&lt;\ud83e\udd80&gt;");
  });
});

it("breaks a caption between words", () => {
  expect(wrapped("one two three", 10, 60)).toEqual(["one two", "three"]);
  expect(wrapped("", 10, 60)).toEqual([]);
});

it("gives a file a name without characters that browsers replace, however long the run", () => {
  const names = [11.9, 62.5, 3725].map((at) => fileName("seed-1", at * SECOND, "svg"));
  expect(names).toEqual([
    "raft-seed-1-11.90s.svg",
    "raft-seed-1-1m02.50s.svg",
    "raft-seed-1-1h02m05.00s.svg",
  ]);
});
