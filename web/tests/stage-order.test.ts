/** What is painted in front of what: the elements of a picture, from back to front. */

import { expect, test } from "vitest";
import { SvgSurface } from "../figure/svg-surface.ts";
import { draw } from "../stage/draw.ts";
import { lightTheme } from "../stage/inks.ts";
import { layout } from "../stage/layout.ts";
import { bringNotes } from "../stage/link-notes.ts";
import { placeNotes } from "../stage/place-notes.ts";
import type { StageInput } from "../stage/settings.ts";
import { led, settingsFor, wide } from "./stage-samples.ts";

bringNotes(placeNotes);

function painted(input: Partial<StageInput>): string {
  const surface = new SvgSurface("x");
  draw(surface, layout(led(2), settingsFor(wide, input)), lightTheme);
  return surface.elements;
}

test("a crown stands in front of the ring of a violation", () => {
  const elements = painted({ violating: [2] });
  const ring = elements.indexOf(`stroke="${lightTheme.violation}"`);
  const disc = elements.slice(0, ring).lastIndexOf("<path");
  const crown = /<path d="M[^"]*Z" fill="#[0-9A-Fa-f]{6}"\/>/.exec(elements.slice(ring));
  expect(disc).toBeGreaterThan(0);
  expect(crown?.[0].match(/L/g) ?? crown?.[0].match(/l/g)).toHaveLength(6);
});

test("the words on a link stand behind the nodes, whose names they must not hide", () => {
  const note = { from: 0, to: 1, text: "1959 ms, 40 % lost", bothWays: true };
  const elements = painted({ linkNotes: [note] });
  const words = elements.indexOf(note.text);
  expect(words).toBeGreaterThan(0);
  expect(elements.lastIndexOf("Node 0")).toBeGreaterThan(words);
});
