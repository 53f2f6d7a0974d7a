/**
 * The colors of the stage. They are CSS custom properties that the canvas inherits, so that dark
 * mode needs CSS only.
 */

import { TERM_HUES } from "../words/format.ts";
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

/** Reads `--paper`, `--ink`, `--ink-soft`, `--line`, `--line-faint`, `--term-0` … `--term-7`, `--violation`. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: read("paper"),
    ink: read("ink"),
    inkSoft: read("ink-soft"),
    line: read("line"),
    lineFaint: read("line-faint"),
    terms: Array.from({ length: TERM_HUES }, (_, hue) => read(`term-${hue}`)),
    violation: read("violation"),
    font: style.fontFamily,
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
