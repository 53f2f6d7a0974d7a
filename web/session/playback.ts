/** Playback: at each frame of the screen, wall time is converted to simulated time. */

import { Clock } from "../clock/clock.ts";
import { autoRate, type PaceState, startPace } from "../clock/pace.ts";
import type { Engine } from "../engine/engine.ts";
import type { Frame, Microseconds, Upcoming } from "../engine/view.ts";
import type { Picture } from "./picture.ts";
import type { PageState } from "./state.ts";

/** What playback needs of a session. */
interface PlayableSession {
  readonly page: PageState;
  readonly frame: Frame;
  readonly picture: Picture;
  /** Called when the engine has advanced. */
  follow(): void;
}

export class Playback {
  readonly #engine: Engine;
  readonly #session: PlayableSession;
  readonly #clock: Clock;
  #pace: PaceState = startPace;
  #upcoming: { readonly version: number; readonly found: Upcoming } | null = null;
  /** The moment at which the captions of the run shown end; 0 for a run without captions. */
  #captionsEnd: Microseconds = 0;
  /** The engine's `version` at which the caption was last read. */
  #listenedAt = -1;

  constructor(engine: Engine, session: PlayableSession, wallTime: () => number) {
    this.#engine = engine;
    this.#session = session;
    this.#clock = new Clock(wallTime);
  }

  /** The rate now: simulated time over wall time. */
  get rate(): number {
    const { speed } = this.#session.page;
    return speed.kind === "auto" ? this.#pace.rate : speed.rate;
  }

  begin(): void {
    this.#clock.play();
  }

  end(): void {
    this.#clock.pause();
  }

  /** Resets the pace of Auto, after a jump in time. */
  findPace(): void {
    this.#pace = startPace;
  }

  get captionsEnd(): Microseconds {
    return this.#captionsEnd;
  }

  /** Sets the moment at which the captions of the run shown end. */
  captionsUntil(end: Microseconds): void {
    this.#captionsEnd = end;
  }

  /** Discards what was found ahead: after a change of engines, `version` starts again. */
  lookAgain(): void {
    this.#upcoming = null;
  }

  /** Advances the run by the wall time since the last frame. Called once per animation frame. */
  advance(): void {
    const elapsed = this.#clock.frame();
    const { frame, page, picture } = this.#session;
    if (!page.playing || elapsed <= 0) return;
    if (page.speed.kind === "auto") {
      const [least, most] = picture.view.options.latencyMs;
      this.#pace = autoRate(this.#pace, {
        frame,
        upcoming: this.#lookAhead(),
        typicalLatency: ((least + most) / 2) * 1000,
        caption: this.#hasCaptions ? (picture.view.caption ?? "") : null,
        elapsed,
      });
    }
    this.#engine.advanceTo(this.#clock.advance(frame.now, elapsed, this.rate));
    this.#session.follow();
  }

  /** Looks ahead once for each `version`, since the engine plays a copy of the world to do it. */
  #lookAhead(): Upcoming {
    const version = this.#engine.version();
    if (this.#upcoming?.version !== version) {
      this.#upcoming = { version, found: this.#engine.upcoming() };
    }
    return this.#upcoming.found;
  }

  get #hasCaptions(): boolean {
    return this.#session.frame.now < this.#captionsEnd;
  }

  /** Whether the caption has changed: the picture must then follow before more happens. */
  hasNewCaption(): boolean {
    const version = this.#engine.version();
    if (!this.#hasCaptions || version === this.#listenedAt) return false;
    this.#listenedAt = version;
    return this.#engine.view().caption !== this.#session.picture.view.caption;
  }
}
