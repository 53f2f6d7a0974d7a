/** Playback: at each frame of the screen, wall time is converted to simulated time. */

import { Clock } from "../clock/clock.ts";
import { autoRate, type PaceState, startPace } from "../clock/pace.ts";
import type { Engine } from "../engine/engine.ts";
import type { Frame, Upcoming } from "../engine/view.ts";
import type { Picture } from "./picture.ts";
import type { PageState } from "./state.ts";

/** What playback needs of a session. */
interface PlayableSession {
  readonly page: PageState;
  readonly frame: Frame;
  readonly picture: Picture;
  /** Called when the engine has advanced. */
  follow(): void;
  /** Pauses the run, with a sentence that says why. */
  end(sentence: string): void;
}

export class Playback {
  readonly #engine: Engine;
  readonly #session: PlayableSession;
  readonly #clock: Clock;
  #pace: PaceState = startPace;
  #upcoming: { readonly version: number; readonly found: Upcoming } | null = null;
  /** Whether the tour asked what becomes of a write when it was looked at last. */
  #asked = false;
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
      if (this.#asksAnew(picture)) {
        this.#session.end("Time waits for you here: press Write, then Play.");
        return;
      }
      const [least, most] = picture.view.options.latencyMs;
      this.#pace = autoRate(this.#pace, {
        frame,
        upcoming: this.#lookAhead(),
        typicalLatency: ((least + most) / 2) * 1000,
        caption: this.#hasCaptions ? (picture.view.caption ?? "") : null,
        elapsed,
      });
    }
    const wanted = this.#clock.advance(frame.now, elapsed, this.rate);
    const reached = this.#engine.advanceTo(wanted);
    this.#session.follow();
    const ending = reached < wanted && reached === frame.now ? this.#engine.ending() : null;
    if (ending !== null) this.#session.end(ending);
  }

  /** Whether the tour begins to ask what time would answer before somebody has read the question. */
  #asksAnew({ narration }: Picture): boolean {
    const before = this.#asked;
    this.#asked = narration.claims.some(({ kind }) => kind === "askFate");
    return this.#asked && !before;
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
    return this.#session.frame.now < (this.#session.page.captions?.end ?? 0);
  }

  /** Whether the caption has changed: the picture must then follow before more happens. */
  hasNewCaption(): boolean {
    const version = this.#engine.version();
    if (!this.#hasCaptions || version === this.#listenedAt) return false;
    this.#listenedAt = version;
    return this.#engine.view().caption !== this.#session.picture.view.caption;
  }
}
