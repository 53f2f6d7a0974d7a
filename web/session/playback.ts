/** Playing: at each frame of the screen, the viewer's time becomes the run's. */

import { Clock } from "../clock/clock.ts";
import { autoRate, type PaceState, startPace } from "../clock/pace.ts";
import type { Engine } from "../engine/engine.ts";
import type { Frame, Microseconds, Upcoming } from "../engine/view.ts";
import type { Picture } from "./picture.ts";
import type { PageState } from "./state.ts";

/** What playing needs to know of a session. */
interface PlayableSession {
  readonly page: PageState;
  readonly frame: Frame;
  readonly picture: Picture;
  /** Called when time has moved on. */
  follow(): void;
}

export class Playback {
  readonly #engine: Engine;
  readonly #session: PlayableSession;
  readonly #clock: Clock;
  #pace: PaceState = startPace;
  #upcoming: { readonly version: number; readonly found: Upcoming } | null = null;
  /** Where the story ends that the run shown tells; 0 when it tells none. */
  #captionsEnd: Microseconds = 0;
  /** The count of changes at which it was last heard what a story says. */
  #listenedAt = -1;

  constructor(engine: Engine, session: PlayableSession, wallTime: () => number) {
    this.#engine = engine;
    this.#session = session;
    this.#clock = new Clock(wallTime);
  }

  /** Viewer's speed now: simulated time over wall time. */
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

  /** After a leap in time, Auto finds its pace anew. */
  findPace(): void {
    this.#pace = startPace;
  }

  /** The run shown tells a story, with captions, up to then. */
  captionsUntil(end: Microseconds): void {
    this.#captionsEnd = end;
  }

  /** Another engine counts its changes anew. */
  lookAgain(): void {
    this.#upcoming = null;
  }

  /** Once per animation frame: as far as the viewer's time since the last one goes. */
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

  /** Looking ahead plays a copy of the world: once for each change is enough. */
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

  /** A story is not late: what it says next is read before more happens. */
  hasNewCaption(): boolean {
    const version = this.#engine.version();
    if (!this.#hasCaptions || version === this.#listenedAt) return false;
    this.#listenedAt = version;
    return this.#engine.view().caption !== this.#session.picture.view.caption;
  }
}
