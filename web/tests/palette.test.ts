import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { darkTheme, lightTheme } from "../stage/inks.ts";
import { TERM_HUES } from "../words/format.ts";

/** The palette's custom properties, as the page's two themes have them. */
const [light = "", dark = ""] = readFileSync(
  new URL("../styles/palette.css", import.meta.url),
  "utf8",
)
  .split(":host([data-theme")
  .map((part) => part.toLowerCase());

describe.each([
  ["light", light, lightTheme],
  ["dark", dark, darkTheme],
])("the %s palette", (_name, css, theme) => {
  const { terms } = theme;

  it("is the same for the page and for figures", () => {
    const read = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css)?.[1];
    expect(terms.map((_color, hue) => read(`term-${hue}`))).toEqual(
      terms.map((color) => color.toLowerCase()),
    );
    for (const [name, color] of [
      ["paper", theme.paper],
      ["ink", theme.ink],
      ["ink-soft", theme.inkSoft],
      ["line", theme.line],
      ["line-faint", theme.lineFaint],
      ["violation", theme.violation],
    ] as const)
      expect(read(name), name).toBe(color.toLowerCase());
  });

  it("has a color of its own for each hue, in which words can be read", () => {
    expect(new Set(terms).size).toBe(TERM_HUES);
    for (const color of terms) expect(contrast(color, theme.paper), color).toBeGreaterThan(4.6);
  });
});

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The relative luminance of WCAG 2. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((from) => Number.parseInt(color.slice(from, from + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
