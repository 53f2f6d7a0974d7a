/** Moving in time: play and pause, speed, steps, jumps from event to event, seeking. */

import { autoSpeed, nudgeSpeed, type Speed } from "../clock/speed.ts";
import type { Engine } from "../engine/engine.ts";
import type { Frame, Microseconds } from "../engine/view.ts";
import type { Playback } from "./playback.ts";
import type { PageState } from "./state.ts";

/** What the transport needs of a session. */
interface SeekableSession {
  readonly page: PageState;
  readonly frame: Frame;
  update(change: (page: PageState) => PageState): void;
  prepare(change: (page: PageState) => PageState): void;
  say(text: string): void;
  attempt(work: () => void): boolean;
  refresh(): void;
  forgetNews(): void;
}

const SECOND = 1_000_000;
const RUN_MAX = 24 * 3600 * SECOND;

/** The ticks of 10 ms in the longest run, a day. */
const TICKS_MAX = 8_640_000;

export class Transport {
  readonly #engine: Engine;
  readonly #session: SeekableSession;
  readonly #playback: Playback;
  readonly #requestFrame: () => void;
  /** The moment to seek at the next frame. */
  #seekTo: Microseconds | null = null;

  constructor(
    engine: Engine,
    session: SeekableSession,
    playback: Playback,
    requestFrame: () => void,
  ) {
    this.#engine = engine;
    this.#session = session;
    this.#playback = playback;
    this.#requestFrame = requestFrame;
  }

  // --- Playing --------------------------------------------------------------------------

  play(): void {
    if (this.#session.page.playing) return;
    this.#playback.begin();
    this.#session.update((page) => ({ ...page, playing: true }));
  }

  pause(): void {
    this.#playback.end();
    this.#session.update((page) => (page.playing ? { ...page, playing: false } : page));
  }

  toggle(): void {
    if (this.#session.page.playing) this.pause();
    else {
      this.play();
      // What was said of the moment that stood is over.
      this.#session.update((page) => ({ ...page, notice: null }));
    }
  }

  setSpeed(speed: Speed): void {
    this.#session.update((page) => ({ ...page, speed }));
  }

  nudgeSpeed(direction: 1 | -1): void {
    this.setSpeed(nudgeSpeed(this.#session.page.speed, direction, this.#playback.rate));
  }

  autoSpeed(): void {
    this.setSpeed(autoSpeed);
  }

  // --- Steps and leaps ------------------------------------------------------------------

  /** Pauses, and goes to the next event. */
  step(): void {
    this.pause();
    this.#session.attempt(() => {
      if (this.#engine.step() === null)
        this.#session.say(
          this.#engine.ending() ?? "Nothing is due: no message is in flight and no timer runs.",
        );
    });
  }

  /** Pauses, and goes to the event before; all events of one moment are one step. */
  stepBack(): void {
    this.leap(() => this.#engine.stepBack(), "This is the beginning: nothing happened before.");
  }

  /** Pauses and calls `go`; shows the notice `none` when `go` finds no moment. */
  leap(go: () => Microseconds | null, none: string): void {
    this.pause();
    this.#session.attempt(() => {
      this.arrive();
      this.#playback.findPace();
      if (go() === null) this.#session.say(none);
      else this.#session.forgetNews();
    });
  }

  /** Advances by n ticks of 10 ms of simulated time. */
  tick(n: number): void {
    if (!Number.isInteger(n) || n < 0 || n > TICKS_MAX)
      throw new Error(
        `tick takes a whole number from 0 to ${TICKS_MAX}, the ticks of a day, but was given ${n}.`,
      );
    this.#engine.tick(n);
    this.#session.refresh();
  }

  // --- Any moment -----------------------------------------------------------------------

  /** Pauses, and seeks the moment at the next frame; of several calls, the last one counts. */
  seek(at: Microseconds): void {
    this.pause();
    this.#seekTo = Math.round(at);
    this.#requestFrame();
  }

  /** Seeks at once, for callers that read the view next. */
  seekNow(at: Microseconds): void {
    this.pause();
    this.#session.attempt(() => this.#goTo(Math.round(at)));
  }

  seekBy(span: Microseconds): void {
    this.seek((this.#seekTo ?? this.#session.frame.now) + span);
  }

  secondOn(): void {
    this.seekBy(SECOND);
  }

  secondBack(): void {
    this.seekBy(-SECOND);
  }

  /** Whether a seek is still to be done. */
  get isSeeking(): boolean {
    return this.#seekTo !== null;
  }

  /** Does the seek that is still to be done, if there is one. */
  arrive(): void {
    if (this.#seekTo !== null) this.#goTo(this.#seekTo);
  }

  /** Goes on with the seek that is still to be done, for one frame. */
  travel(): void {
    const at = this.#seekTo;
    if (at === null) return;
    this.#playback.findPace();
    if (this.#engine.approach(withinRun(at))) this.#arriveAt(at);
    else this.#wait(at);
  }

  /** Ends a seek where it has come to. */
  stop(): void {
    this.#seekTo = null;
    this.#session.forgetNews();
    this.#session.update((page) => ({ ...page, waiting: null }));
  }

  #wait(at: Microseconds): void {
    const percent = Math.floor((100 * this.#engine.frame().now) / Math.max(1, withinRun(at)));
    this.#session.update((page) => ({ ...page, waiting: { what: "seeking", percent } }));
  }

  /** Stops playback and drops a pending seek, when another run is shown. */
  stand(): void {
    this.#playback.end();
    this.#playback.findPace();
    this.#seekTo = null;
  }

  #goTo(at: Microseconds): void {
    this.#playback.findPace();
    this.#engine.seek(withinRun(at));
    this.#arriveAt(at);
  }

  #arriveAt(at: Microseconds): void {
    this.#seekTo = null;
    this.#session.forgetNews();
    this.#session.prepare((page) => ({ ...page, waiting: null }));
    this.#session.refresh();
    const within = withinRun(at);
    const isShort = this.#session.frame.now < within;
    const words = at === within ? isShort && this.#engine.ending() : outsideWords(at);
    if (words) this.#session.say(words);
  }
}

function withinRun(at: Microseconds): Microseconds {
  return Number.isNaN(at) ? 0 : Math.min(RUN_MAX, Math.max(0, at));
}

function outsideWords(at: number): string {
  if (Number.isNaN(at)) return "That is no moment: expected a number. This is the beginning.";
  if (at < 0) return "This is the beginning: a run has no earlier moment.";
  return "This is the end: a run is at most 24 hours long.";
}
