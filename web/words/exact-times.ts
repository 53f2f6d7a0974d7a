/**
 * Moments and lengths of time to the millisecond or finer, for what is read closely. A moment is in
 * seconds of the run, however early it is; a length has the unit that fits it. `format.ts` has the
 * moments of the rest of the page.
 */

import type { Answer } from "../engine/engine.ts";
import type { Microseconds } from "../engine/view.ts";
import { clockWords, momentWords } from "./format.ts";

/** "6.905 s": to the millisecond, since messages take only some of them. */
export function exactWords(at: Microseconds): string {
  return clockWords(at, 3);
}

/** "34.2 ms": a length of time. */
export function lengthWords(length: Microseconds): string {
  if (length < 1_000) return `${Math.round(length)} µs`;
  if (length < 1_000_000) return `${(length / 1_000).toFixed(1)} ms`;
  return `${(length / 1_000_000).toFixed(2)} s`;
}

/**
 * The answer with its moments as the page's clock shows them. The engine writes a moment below a second as it writes a
 * length, "since 544 ms", which reads as if it lasted so long; all its lengths follow other words.
 */
export function withMoments(answer: Answer): Answer {
  return {
    ...answer,
    question: withClock(answer.question),
    headline: withClock(answer.headline),
    broken: answer.broken.map(withClock),
    because: answer.because.map((clause) => ({
      ...clause,
      sentence: withClock(clause.sentence),
    })),
    ifWeWait: answer.ifWeWait === null ? null : withClock(answer.ifWeWait),
    needs: answer.needs.map((need) => ({ ...need, sentence: withClock(need.sentence) })),
  };
}

/** "Node 1 has been down since 0.54 s." in place of "since 544 ms": as the page's clock shows it. */
export function withClock(sentence: string): string {
  return sentence.replace(
    /\b(since|at|until) (\d+(?:\.\d+)?) (ms|s)\b/gi,
    (_, word: string, length: string, unit: string) =>
      `${word} ${momentWords(Math.round(Number(length) * (unit === "s" ? 1_000_000 : 1000)))}`,
  );
}
