/**
 * The colors of the stage. They are CSS custom properties that the canvas inherits, so that dark
 * mode needs CSS only.
 */

import { impossible } from "./impossible.ts";
import type { Tone } from "./scene.ts";

export interface Theme {
  /** The background. */
  readonly paper: string;
  /** Words and outlines without a term. */
  readonly ink: string;
  /** Secondary words. */
  readonly inkSoft: string;
  /** Neutral strokes that must be seen: hatching, empty pips. */
  readonly line: string;
  /** Hairlines: links, timer tracks. */
  readonly lineFaint: string;
  /** Hues of terms, in order; they cycle. */
  readonly terms: readonly string[];
  /** Red: only for violations. */
  readonly violation: string;
  /** A CSS font-family list. */
  readonly font: string;
}

export const termColorCount = 5;

/** The colors where the page defines none. */
export const lightTheme: Theme = {
  paper: "#FBFAF7",
  ink: "#1F2328",
  inkSoft: "#5B6068",
  line: "#A9A79F",
  lineFaint: "#E4E1D9",
  terms: ["#005A8C", "#A34700", "#00704F", "#9A4A77", "#8A5E00"],
  violation: "#C1121F",
  font: "system-ui, sans-serif",
};

export const darkTheme: Theme = {
  paper: "#12151A",
  ink: "#E8E6E1",
  inkSoft: "#A3A8AF",
  line: "#6B717A",
  lineFaint: "#272C34",
  terms: ["#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#D55E00"],
  violation: "#FF6B6B",
  font: "system-ui, sans-serif",
};

/** Reads `--paper`, `--ink`, `--ink-soft`, `--line`, `--line-faint`, `--term-0` … `--term-4`, `--violation`. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string): string => {
    const value = style.getPropertyValue(name).trim();
    return value === "" ? otherwise : value;
  };
  const otherwise = lightTheme;
  return {
    paper: read("--paper", otherwise.paper),
    ink: read("--ink", otherwise.ink),
    inkSoft: read("--ink-soft", otherwise.inkSoft),
    line: read("--line", otherwise.line),
    lineFaint: read("--line-faint", otherwise.lineFaint),
    terms: otherwise.terms.map((color, index) => read(`--term-${index}`, color)),
    violation: read("--violation", otherwise.violation),
    font: style.fontFamily === "" ? otherwise.font : style.fontFamily,
  };
}

export function colorOf(tone: Tone, theme: Theme): string {
  switch (tone.kind) {
    case "ink":
      return theme.ink;
    case "soft":
      return theme.inkSoft;
    case "paper":
      return theme.paper;
    case "violation":
      return theme.violation;
    case "term":
      return theme.terms[tone.hue % theme.terms.length] ?? theme.ink;
    default:
      return impossible(tone);
  }
}
