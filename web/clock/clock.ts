/**
 * Converts wall time to simulated time. The caller supplies the source of wall time; neither this
 * file nor what depends on it reads the browser's clock.
 */

import type { Microseconds } from "../engine/view.ts";

/** Wall time, in thousandths of a second. */
export type Milliseconds = number;

/** A longer gap between two frames means that the browser suspended the tab. */
export const longestGap: Milliseconds = 250;
/** The time that such a gap counts as. */
export const oneFrame: Milliseconds = 1000 / 60;

export class Clock {
  readonly #wallTime: () => Milliseconds;
  /** Wall time of the last frame; null while paused. */
  #lastFrameAt: Milliseconds | null = null;
  /** The moment last returned, and the fraction of a microsecond that it left over. */
  #lastMoment: Microseconds = 0;
  #leftOver = 0;

  /** `wallTime` never falls, for instance `() => performance.now()`. */
  constructor(wallTime: () => Milliseconds) {
    this.#wallTime = wallTime;
  }

  get running(): boolean {
    return this.#lastFrameAt !== null;
  }

  play(): void {
    if (this.#lastFrameAt === null) this.#lastFrameAt = this.#wallTime();
  }

  pause(): void {
    this.#lastFrameAt = null;
  }

  /**
   * Returns the wall time since the last call; the caller calls it once per animation frame.
   * 0 while paused; a gap over `longestGap` counts as one frame.
   */
  frame(): Milliseconds {
    if (this.#lastFrameAt === null) return 0;
    const now = this.#wallTime();
    const gap = Math.max(0, now - this.#lastFrameAt);
    this.#lastFrameAt = now;
    return gap > longestGap ? oneFrame : gap;
  }

  /**
   * Returns the simulated moment `elapsed` after `from`, at `rate` simulated seconds per second.
   * The fraction of a microsecond is kept for the next call.
   */
  advance(from: Microseconds, elapsed: Milliseconds, rate: number): Microseconds {
    const leftOver = from === this.#lastMoment ? this.#leftOver : 0;
    const exact = elapsed * 1000 * rate + leftOver;
    const whole = Math.floor(exact);
    this.#leftOver = exact - whole;
    this.#lastMoment = from + whole;
    return this.#lastMoment;
  }
}
