/** Where in time: play and pause, speed, steps, leaps from mark to mark, any moment. */

import { autoSpeed, nudgeSpeed, type Speed } from "../clock/speed.ts";
import type { Engine } from "../engine/engine.ts";
import type { Frame, Microseconds } from "../engine/view.ts";
import type { Act } from "../story/story.ts";
import { type JumpName, jumpOf } from "./jumps.ts";
import type { Playback } from "./playback.ts";
import type { PageState } from "./state.ts";

/** What moving in time needs of a session. */
interface SeekableSession {
  readonly page: PageState;
  readonly frame: Frame;
  update(change: (page: PageState) => PageState): void;
  say(text: string): void;
  attempt(work: () => void): boolean;
  hear(act: Act): void;
  refresh(): void;
  forgetNews(): void;
}

const SECOND = 1_000_000;
const RUN_MAX = 24 * 3600 * SECOND;

export class Transport {
  readonly #engine: Engine;
  readonly #session: SeekableSession;
  readonly #playback: Playback;
  readonly #requestFrame: () => void;
  /** The moment to go to at the next frame. */
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
    this.#session.hear({ kind: "played" });
    this.#session.update((page) => ({ ...page, playing: true }));
  }

  pause(): void {
    this.#playback.end();
    this.#session.update((page) => (page.playing ? { ...page, playing: false } : page));
  }

  toggle(): void {
    if (this.#session.page.playing) this.pause();
    else this.play();
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

  /** To the next event, and stay there. */
  step(): void {
    this.pause();
    this.#session.attempt(() => {
      if (this.#engine.step() === null)
        this.#session.say("Nothing is due: no message is in flight and no timer runs.");
    });
  }

  /** To the moment of the event before; all that happened at one moment is one step. */
  stepBack(): void {
    this.#leap(() => this.#engine.stepBack(), "This is the beginning: nothing happened before.");
  }

  /** To the next or the previous happening of a kind. */
  jump(name: JumpName): void {
    const jump = jumpOf(name);
    if (jump) this.#leap(() => this.#engine.jump(jump.kind, jump.direction), jump.none);
  }

  /** Somewhere else in this run; says so when there is no such moment. */
  #leap(go: () => Microseconds | null, none: string): void {
    this.pause();
    this.#session.attempt(() => {
      this.arrive();
      this.#playback.findPace();
      if (go() === null) this.#session.say(none);
      else this.#session.forgetNews();
    });
  }

  nextMark(): void {
    const { now } = this.#session.frame;
    const mark = this.#engine.marks().find((candidate) => candidate.at > now);
    if (mark) this.seek(mark.at);
  }

  previousMark(): void {
    const { now } = this.#session.frame;
    const mark = this.#engine.marks().findLast((candidate) => candidate.at < now);
    this.seek(mark?.at ?? 0);
  }

  /** n ticks of 10 ms of simulated time. */
  tick(n: number): void {
    this.#engine.tick(n);
    this.#session.refresh();
  }

  // --- Any moment -----------------------------------------------------------------------

  /** Goes to a moment and stays there; many in one frame become one. */
  seek(at: Microseconds): void {
    this.pause();
    this.#seekTo = Math.round(at);
    this.#requestFrame();
  }

  /** As `seek`, at once: for callers that read the view next. */
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

  /** A moment was asked for that is not shown yet. */
  get isSeeking(): boolean {
    return this.#seekTo !== null;
  }

  /** Goes where `seek` was told to go, before anything else is done. */
  arrive(): void {
    if (this.#seekTo !== null) this.#goTo(this.#seekTo);
  }

  /** Another run has taken the screen: whatever the old one was about to do, it stands. */
  stand(): void {
    this.#playback.end();
    this.#playback.findPace();
    this.#seekTo = null;
  }

  #goTo(at: Microseconds): void {
    this.#seekTo = null;
    this.#playback.findPace();
    const within = Number.isNaN(at) ? 0 : Math.min(RUN_MAX, Math.max(0, at));
    this.#engine.seek(within);
    this.#session.forgetNews();
    this.#session.refresh();
    if (at !== within) this.#session.say(outsideWords(at));
  }
}

function outsideWords(at: number): string {
  if (Number.isNaN(at)) return "That is no moment: expected a number. This is the beginning.";
  if (at < 0) return "This is the beginning: a run has no earlier moment.";
  return "This is the end: a run is at most 24 hours long.";
}
