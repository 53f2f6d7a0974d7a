/**
 * Opening a link, or a kept run with all its branches. Most are open at once; one that takes long is
 * opened on at each frame, while the page shows how far it is, offers a way out, and keeps what is
 * on screen.
 */

import type { Engine, KeptBranches, OpenedLink } from "../engine/engine.ts";
import type { FullEngine } from "./full-engine.ts";
import type { PageState } from "./state.ts";

/** What opening needs of a session. */
interface OpeningSession {
  readonly fullEngine: Pick<FullEngine, "isHere" | "fetch">;
  attempt(work: () => void): boolean;
  update(change: (page: PageState) => PageState): void;
}

/** A link, or the links of all branches of a run. */
export type Openable = string | KeptBranches;

/** What is to be done before and once a run is shown, and once it is known that it will not be. */
export interface OpeningEnd {
  readonly leave: () => void;
  readonly show: (opened: OpenedLink) => void;
  readonly giveUp: () => void;
}

/** Milliseconds after which the page draws before the link is open. */
const AT_ONCE_MS = 150;
/** The percentage after which the next portion shows the run. */
const ALL = 100;

export class Opening {
  readonly #engine: Engine;
  readonly #session: OpeningSession;
  readonly #wallTime: () => number;
  #end: OpeningEnd | null = null;
  /** Whether the engine has begun: before, it may still be fetched. */
  #hasBegun = false;
  /** Whether the page shows how far it is. */
  #isTold = false;

  constructor(engine: Engine, session: OpeningSession, wallTime: () => number) {
    this.#engine = engine;
    this.#session = session;
    this.#wallTime = wallTime;
  }

  get isUnderWay(): boolean {
    return this.#end !== null;
  }

  /**
   * Begins to open a run, once the full engine is here; false when it is refused before this
   * returns.
   */
  begin(run: Openable, end: OpeningEnd): boolean {
    this.cancel();
    const { fullEngine } = this.#session;
    if (fullEngine.isHere) return this.#begin(run, end);
    this.#end = end;
    void fullEngine.fetch().then((isHere) => {
      // Another link, or another run, may have been opened meanwhile.
      if (this.#end !== end) return;
      this.#end = null;
      if (isHere) this.#begin(run, end);
      else end.giveUp();
    });
    return true;
  }

  #begin(run: Openable, end: OpeningEnd): boolean {
    const engine = this.#engine;
    const begun = this.#session.attempt(() =>
      typeof run === "string" ? engine.beginOpening(run) : engine.beginOpeningKept(run),
    );
    if (!begun) {
      end.giveUp();
      return false;
    }
    this.#end = end;
    this.#hasBegun = true;
    this.#isTold = false;
    const until = this.#wallTime() + AT_ONCE_MS;
    for (;;) {
      if (!this.#portion()) return false;
      if (!this.isUnderWay) return true;
      if (this.#wallTime() >= until) break;
    }
    this.#tell(0);
    return true;
  }

  /** Opens on for one frame. */
  goOn(): void {
    if (this.isUnderWay && this.#hasBegun) this.#portion();
  }

  /** Gives up: what is on screen stays. */
  cancel(): void {
    const end = this.#end;
    if (end === null) return;
    this.#end = null;
    if (this.#hasBegun) this.#engine.cancelOpening();
    this.#hasBegun = false;
    this.#session.update((page) => ({ ...page, waiting: null }));
    end.giveUp();
  }

  /** One portion of the work; false when the run is refused. */
  #portion(): boolean {
    const end = this.#end;
    let reached: number | OpenedLink = 0;
    const isKept = this.#session.attempt(() => {
      reached = this.#engine.goOnOpening();
      if (reached === ALL) {
        end?.leave();
        reached = this.#engine.goOnOpening();
      }
      if (typeof reached === "number") return;
      this.#end = null;
      this.#hasBegun = false;
      end?.show(reached);
    });
    if (!isKept) {
      this.#end = null;
      this.#hasBegun = false;
      this.#session.update((page) => ({ ...page, waiting: null }));
      end?.giveUp();
    } else if (this.isUnderWay && this.#isTold) this.#tell(reached);
    return isKept;
  }

  #tell(percent: number): void {
    this.#isTold = true;
    this.#session.update((page) => ({ ...page, waiting: { what: "opening", percent } }));
  }
}
